package latchkey.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.regex.Pattern;

/// Limits as they are typed, such as `60/minute` or `5/10s`.
final class Rates {
  private static final Pattern RATE =
      Pattern.compile("([0-9]{1,10})/(([1-9][0-9]{0,6})([smhd])|second|minute|hour|day)");

  private Rates() {}

  /// The API's limits; `none` alone is no limits at all.
  static ArrayNode read(List<String> rates) {
    var limits = JsonNodeFactory.instance.arrayNode();
    if (!rates.equals(List.of("none"))) {
      rates.forEach(rate -> add(limits, rate));
    }
    return limits;
  }

  private static void add(ArrayNode limits, String rate) {
    var parts = RATE.matcher(rate);
    if (!parts.matches()) {
      throw Failure.usage(
          "--rate is a number per window, such as 60/minute, 1000/hour or 5/10s, not " + rate);
    }
    var count = parts.group(3);
    long window =
        count == null ? millis(parts.group(2)) : Long.parseLong(count) * millis(parts.group(4));
    limits
        .addObject()
        .put("name", "per-" + parts.group(2))
        .put("max", Long.parseLong(parts.group(1)))
        .put("windowMillis", window);
  }

  private static long millis(String unit) {
    return switch (unit.charAt(0)) {
      case 's' -> 1_000L;
      case 'm' -> 60_000L;
      case 'h' -> 3_600_000L;
      case 'd' -> 86_400_000L;
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
