package latchkey.doors.manage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.Api.Question;
import latchkey.doors.Once;
import latchkey.http.Exchange;
import latchkey.http.Parameters;

/// What an operation may know of the request behind a call.
sealed interface Request {
  /// With what stood for the names of the operation's path.
  String path();

  /// The query string, or empty.
  String query();

  Parameters parameters();

  String pathParameter(String name);

  /// Every value of a header.
  List<String> headers(String name);

  /// Every value of a cookie.
  List<String> cookies(String name);

  default Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /// One that came over the network.
  record Outside(Exchange exchange) implements Request {
    @Override
    public String path() {
      return exchange.path();
    }

    @Override
    public String query() {
      return exchange.query().orElse("");
    }

    @Override
    public Parameters parameters() {
      return exchange.parameters();
    }

    @Override
    public String pathParameter(String name) {
      return exchange.pathParameter(name);
    }

    @Override
    public List<String> headers(String name) {
      return exchange.headers(name);
    }

    @Override
    public List<String> cookies(String name) {
      return exchange.cookies(name);
    }
  }

  /// One that a page of ours makes for the browser that it answers.
  ///
  /// The browser's own headers are about the page, so none of them counts.
  record Inside(Question question) implements Request {
    @Override
    public String path() {
      String path = question.operation();
      for (Map.Entry<String, String> parameter : question.path().entrySet()) {
        path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
      }
      return path;
    }

    @Override
    public String query() {
      return question.query().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
          .reduce((one, other) -> one + "&" + other)
          .orElse("");
    }

    @Override
    public Parameters parameters() {
      return new Parameters(question.query());
    }

    @Override
    public String pathParameter(String name) {
      return Objects.requireNonNull(
          question.path().get(name), () -> question.operation() + " has no {" + name + "}");
    }

    @Override
    public List<String> headers(String name) {
      if (name.equalsIgnoreCase("Content-Type")) {
        return List.of(Answer.JSON);
      }
      if (name.equalsIgnoreCase("If-Match")) {
        return question.version().stream().mapToObj(Faults::etag).toList();
      }
      if (name.equalsIgnoreCase(Once.HEADER)) {
        return question.idempotencyKey().stream().toList();
      }
      return List.of();
    }

    @Override
    public List<String> cookies(String name) {
      return question.browser().cookies(name);
    }
  }
}
