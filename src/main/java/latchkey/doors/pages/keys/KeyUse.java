package latchkey.doors.pages.keys;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.doors.pages.Sparkline;
import latchkey.doors.pages.Visit;

/// How much a key was used lately.
///
/// @param days of the last 30 days each, the latest last
public record KeyUse(
    String keyId, long last24Hours, long last7Days, long last30Days, List<Long> days) {
  public KeyUse {
    days = List.copyOf(days);
  }

  static KeyUse none(String keyId) {
    return new KeyUse(keyId, 0, 0, 0, List.of());
  }

  private record Items(List<KeyUse> items) {}

  /// By key, those of these keys that were used; for who may see that.
  static Map<String, KeyUse> of(Visit visit, Collection<String> ids) {
    if (ids.isEmpty() || !visit.me().holds("USAGE_READ")) {
      return Map.of();
    }
    return visit
        .get("/api/v1/usage/keys")
        .query("ids", String.join(",", ids))
        .as(Items.class)
        .items()
        .stream()
        .collect(Collectors.toMap(KeyUse::keyId, Function.identity()));
  }

  /// The days as a small chart.
  public String line() {
    return Sparkline.line(days);
  }

  /// What lies below the line.
  public String area() {
    return Sparkline.area(days);
  }
}
