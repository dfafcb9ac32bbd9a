package latchkey.doors;

import java.util.List;
import latchkey.http.Exchange;
import latchkey.http.HeaderName;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.limits.Standing;

/// How an answer says what is left: `RateLimit-Policy` and `RateLimit` of
/// draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After`.
public final class RateLimitHeaders {
  private static final HeaderName POLICY = HeaderName.of("RateLimit-Policy");
  private static final HeaderName LIMIT = HeaderName.of("RateLimit");
  private static final HeaderName RETRY_AFTER = HeaderName.of("Retry-After");

  private RateLimitHeaders() {}

  /// Adds both fields; nothing for a key without limits.
  public static void add(Exchange exchange, Limits limits, List<Standing> standings, long now) {
    if (!standings.isEmpty()) {
      exchange.add(POLICY, policy(limits)).add(LIMIT, limit(standings, now));
    }
  }

  /// Whole seconds, rounded up: who comes back after them is not too early.
  public static void addRetryAfter(Exchange exchange, long millis) {
    exchange.add(RETRY_AFTER, Long.toString(seconds(millis)));
  }

  static String policy(Limits limits) {
    StringBuilder text = new StringBuilder(64);
    for (Limit limit : limits.list()) {
      separate(text)
          .append('"')
          .append(limit.name())
          .append("\";q=")
          .append(limit.max())
          .append(";w=")
          .append(seconds(limit.windowMillis()));
    }
    return text.toString();
  }

  static String limit(List<Standing> standings, long now) {
    StringBuilder text = new StringBuilder(64);
    for (Standing standing : standings) {
      separate(text)
          .append('"')
          .append(standing.name())
          .append("\";r=")
          .append(standing.remaining())
          .append(";t=")
          .append(seconds(Math.max(0, standing.resetAt() - now)));
    }
    return text.toString();
  }

  private static StringBuilder separate(StringBuilder text) {
    return text.isEmpty() ? text : text.append(", ");
  }

  public static long seconds(long millis) {
    return (millis + 999) / 1000;
  }
}
