package latchkey.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/// The one place where an error becomes an answer.
final class Problems {
  /// As RFC 9457 has them.
  static final ErrorForm USUAL =
      new ErrorForm() {
        private static final HeaderLine TYPE =
            HeaderLine.of("Content-Type", "application/problem+json");

        @Override
        public HeaderLine type() {
          return TYPE;
        }

        @Override
        public byte[] body(String requestId, Problem problem) {
          return Problems.body(requestId, problem);
        }

        @Override
        public byte[] failure(String requestId) {
          return bareBody(requestId);
        }
      };

  private Problems() {}

  static void answer(Exchange exchange, Throwable error) {
    exchange.add(HeaderLine.NO_STORE);
    ErrorForm form = exchange.errorForm();
    if (error instanceof Problem problem) {
      problem.headers().forEach((name, value) -> exchange.add(HeaderName.of(name), value));
      exchange.answer(problem.status(), form.type(), form.body(exchange.requestId(), problem));
    } else {
      exchange.answer(500, form.type(), form.failure(exchange.requestId()));
    }
  }

  private static byte[] body(String requestId, Problem problem) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "about:blank");
          json.writeStringField(
              "title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase());
          json.writeNumberField("status", problem.status());
          json.writeStringField("detail", problem.detail());
          json.writeStringField("instance", requestId);
          json.writeStringField("code", problem.code());
          for (var member : problem.members().entrySet()) {
            json.writeFieldName(member.getKey());
            Json.value(json, member.getValue());
          }
          json.writeEndObject();
        });
  }

  private static byte[] bareBody(String requestId) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", "Internal Server Error");
          json.writeNumberField("status", 500);
          json.writeStringField("instance", requestId);
          json.writeStringField("code", "internal_error");
          json.writeEndObject();
        });
  }
}
