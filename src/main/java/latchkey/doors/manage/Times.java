package latchkey.doors.manage;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Times as callers write them.
final class Times {
  private Times() {}

  /// Epoch milliseconds of a parameter like `2026-03-01T12:00:00Z`.
  static Optional<Long> parameter(Call call, String name) {
    return call.parameter(name).map(text -> millis(name, text));
  }

  private static long millis(String name, String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw Faults.invalid(name + " is a time like 2026-03-01T12:00:00Z.");
    }
  }
}
