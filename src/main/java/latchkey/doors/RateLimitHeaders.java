package latchkey.doors;

import latchkey.gate.KeySnapshot;
import latchkey.http.Exchange;
import latchkey.http.HeadWriter;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.limits.Take;
import latchkey.limits.Windows;
import org.jspecify.annotations.Nullable;

/// How an answer says what is left: `RateLimit-Policy` and `RateLimit` of
/// draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After`.
public final class RateLimitHeaders {
  private static final HeaderName POLICY = HeaderName.of("RateLimit-Policy");
  private static final HeaderName LIMIT = HeaderName.of("RateLimit");
  private static final HeaderName RETRY_AFTER = HeaderName.of("Retry-After");

  private RateLimitHeaders() {}

  /// Adds both fields; nothing where no limits were asked.
  public static void add(Exchange exchange, KeySnapshot key, @Nullable Take take, long now) {
    if (take != null) {
      exchange.add(KeyLines.of(key).policy());
      addLimit(exchange, take, now);
    }
  }

  /// Adds `RateLimit` alone, where the policy is among the key's own lines.
  public static void addLimit(Exchange exchange, Take take, long now) {
    exchange.add(LIMIT, head -> take.windows().tell(now, new Left(head, now)));
  }

  static HeaderLine policy(Limits limits) {
    return HeaderLine.of(POLICY, policyText(limits));
  }

  /// Whole seconds, rounded up: who comes back after them is not too early.
  public static void addRetryAfter(Exchange exchange, long millis) {
    exchange.add(RETRY_AFTER, Long.toString(seconds(millis)));
  }

  static String policyText(Limits limits) {
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

  /// Writes what is left of each limit.
  private static final class Left implements Windows.Listener {
    private final HeadWriter head;
    private final long now;
    private String before = "\"";

    Left(HeadWriter head, long now) {
      this.head = head;
      this.now = now;
    }

    @Override
    public void standing(Limit limit, long remaining, long resetAt) {
      head.text(before)
          .text(limit.name())
          .text("\";r=")
          .number(remaining)
          .text(";t=")
          .number(seconds(resetAt - now));
      before = ", \"";
    }
  }

  private static StringBuilder separate(StringBuilder text) {
    return text.isEmpty() ? text : text.append(", ");
  }

  public static long seconds(long millis) {
    return (millis + 999) / 1000;
  }
}
