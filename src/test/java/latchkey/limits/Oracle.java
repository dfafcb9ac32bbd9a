package latchkey.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Remembers every admission for ever and sums them up anew at each question: slow, and plainly
/// right.
final class Oracle {
  private record Admission(long at, long cost) {}

  private final List<Admission> admissions = new ArrayList<>();
  private long latest = Long.MIN_VALUE;

  /// A clock that went back is taken to stand still.
  void sees(long now) {
    latest = Math.max(latest, now);
  }

  void admits(long cost) {
    admissions.add(new Admission(latest, cost));
  }

  /// Admitted in the window that ends now, both ends included.
  long inWindow(long window) {
    return sum(at -> latest - at <= window);
  }

  /// Admitted in the last window plus one slice, its far end left out.
  long inWindowAndSlice(long window) {
    return sum(at -> 64 * (latest - at) < 65 * window);
  }

  /// Admitted in the current slice and the 64 before it.
  long inSlices(long window) {
    return sum(at -> Math.floorDiv(64 * latest, window) - Math.floorDiv(64 * at, window) <= 64);
  }

  private long sum(LongPredicate counts) {
    return admissions.stream()
        .filter(admission -> counts.test(admission.at()))
        .mapToLong(Admission::cost)
        .sum();
  }
}
