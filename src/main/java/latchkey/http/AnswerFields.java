package latchkey.http;

import org.jspecify.annotations.Nullable;

/// The header fields of an answer that are the same for both versions of HTTP.
final class AnswerFields {
  static final long UNKNOWN_LENGTH = -1;

  private static final HeaderName REQUEST_ID = HeaderName.of("X-Request-Id");
  private static final HeaderName CONTENT_LENGTH = HeaderName.of("Content-Length");

  private AnswerFields() {}

  static void write(
      HeadWriter head,
      Loop loop,
      Exchange exchange,
      int status,
      @Nullable HeaderLine type,
      long length) {
    head.raw(loop.always());
    head.raw(REQUEST_ID.encoded);
    exchange.writeRequestId(head);
    head.endLine();
    if (type != null) {
      head.raw(type.encoded);
    }
    exchange.writeHeaders(head);
    loop.routes.writeShared(head, exchange.head());
    if (length >= 0 && !bodiless(status)) {
      head.header(CONTENT_LENGTH, length);
    }
  }

  /// Whether the body is sent; a HEAD is only told its length.
  static boolean bodyFollows(Exchange exchange, int status) {
    return !bodiless(status) && exchange.head().method() != Method.HEAD;
  }

  private static boolean bodiless(int status) {
    return status == 204 || status == 304;
  }
}
