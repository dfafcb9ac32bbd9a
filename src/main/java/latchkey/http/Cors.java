package latchkey.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which sites' pages may ask below a path from a browser, and read the answers (CORS). What proves
/// who asks there comes in headers that a page sets itself, never in a cookie: so nobody is asked
/// to send credentials along.
final class Cors {
  private static final HeaderLine VARY = HeaderLine.of("Vary", "Origin");

  private static final HeaderLine READABLE =
      HeaderLine.of(
          "Access-Control-Expose-Headers",
          "X-Request-Id, ETag, Location, Allow, Retry-After, RateLimit, RateLimit-Policy, "
              + "WWW-Authenticate, Content-Disposition, Content-Range, Accept-Ranges");

  /// What is answered to a browser that asks before it sends a request.
  private static final HeaderLine PREFLIGHT =
      HeaderLine.all(
          List.of(
              HeaderLine.of(
                  "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
              HeaderLine.of(
                  "Access-Control-Allow-Headers",
                  "Authorization, X-API-Key, X-API-Secret, Content-Type, Idempotency-Key, "
                      + "If-Match, If-None-Match, If-Range, Range, X-Request-Id"),
              HeaderLine.of("Access-Control-Max-Age", "600")));

  private final String below;
  private final Map<String, HeaderLine> origins;

  Cors(String path, Set<String> origins) {
    this.below = path + "/";
    this.origins =
        origins.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    origin -> HeaderLine.of("Access-Control-Allow-Origin", origin)));
  }

  void write(HeadWriter writer, Head head) {
    if (!head.path().startsWith(below)) {
      return;
    }
    writer.raw(VARY.encoded);
    HeaderLine allowed = head.first("Origin").map(origins::get).orElse(null);
    if (allowed != null) {
      writer.raw(allowed.encoded);
      boolean asks = head.method() == Method.OPTIONS && head.has("Access-Control-Request-Method");
      writer.raw(asks ? PREFLIGHT.encoded : READABLE.encoded);
    }
  }
}
