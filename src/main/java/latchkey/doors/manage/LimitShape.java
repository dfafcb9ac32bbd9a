package latchkey.doors.manage;

import java.util.List;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// A limit as it comes and goes in JSON: at most `max` in any window of that length.
public record LimitShape(String name, long max, long windowMillis) {
  public static List<LimitShape> of(Limits limits) {
    return limits.list().stream()
        .map(limit -> new LimitShape(limit.name(), limit.max(), limit.windowMillis()))
        .toList();
  }

  /// What a caller wrote; what is wrong with it is a 400.
  public static Limits read(List<LimitShape> shapes) {
    return Faults.checked(() -> parsed(shapes));
  }

  /// @throws IllegalArgumentException when something is wrong with it
  static Limits parsed(List<LimitShape> shapes) {
    return new Limits(
        shapes.stream()
            .map(shape -> new Limit(shape.name, shape.max, shape.windowMillis))
            .toList());
  }
}
