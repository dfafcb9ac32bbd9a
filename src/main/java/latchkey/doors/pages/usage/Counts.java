package latchkey.doors.pages.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Visit;

/// What `/api/v1/usage` answers.
///
/// @param more whether there are more rows than were asked for
record Counts(
    Instant from, Instant to, String timeZone, String resolution, List<Row> items, boolean more) {
  static final String MOST_ROWS = "10000";

  Counts {
    items = List.copyOf(items);
  }

  /// One sum; what it is not told apart by is left out.
  ///
  /// @param granted how many of those that it counts
  record Row(
      Optional<String> time,
      Optional<String> keyId,
      Optional<String> agentId,
      Optional<String> action,
      Optional<String> outcome,
      long count,
      long granted,
      long cost) {
    long refused() {
      return count - granted;
    }

    /// What was spent: what is refused spends nothing.
    long spent() {
      return granted > 0 ? cost : 0;
    }
  }

  /// The question about that time, without groups yet.
  static Asking about(Visit visit, Span span, Scope scope) {
    return visit
        .get("/api/v1/usage")
        .query("from", span.from().toString())
        .query("to", span.to().toString())
        .query("keyId", scope.keyId())
        .query("agentId", scope.agentId());
  }

  /// The times that rows may have, as they have them.
  List<String> times() {
    List<String> times = new ArrayList<>();
    if (resolution.equals("day")) {
      ZoneId zone = ZoneId.of(timeZone);
      LocalDate end = LocalDate.ofInstant(to, zone);
      for (LocalDate day = LocalDate.ofInstant(from, zone); day.isBefore(end); ) {
        times.add(day.toString());
        day = day.plusDays(1);
      }
    } else {
      for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofHours(1))) {
        times.add(at.toString());
      }
    }
    return times;
  }
}
