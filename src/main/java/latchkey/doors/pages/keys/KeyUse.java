package latchkey.doors.pages.keys;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.doors.pages.Visit;

/// How much a key was used lately.
///
/// @param days of the last 30 days each, the latest last
public record KeyUse(
    String keyId, long last24Hours, long last7Days, long last30Days, List<Long> days) {
  private static final int WIDTH = 84;
  private static final int HEIGHT = 22;

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

  /// The days as a line, in a box of 84 by 24.
  public String line() {
    long most = Math.max(1, days.stream().mapToLong(Long::longValue).max().orElse(1));
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < days.size(); i++) {
      long x = Math.round(i * (double) WIDTH / Math.max(1, days.size() - 1));
      double y = HEIGHT - (HEIGHT - 2) * (double) days.get(i) / most;
      path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(Math.round(y));
    }
    return path.toString();
  }

  /// What lies below the line.
  public String area() {
    return line() + "L" + WIDTH + " 24L0 24Z";
  }
}
