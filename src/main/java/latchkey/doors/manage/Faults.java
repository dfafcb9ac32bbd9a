package latchkey.doors.manage;

import java.util.function.Supplier;
import latchkey.db.DatabaseException;
import latchkey.http.Problem;

/// The mistakes that every resource knows, in one wording.
public final class Faults {
  private Faults() {}

  /// Also for what belongs to another organization.
  public static Problem absent(String what) {
    return Problem.of(404, "not_found", "There is no such " + what + ".");
  }

  /// Somebody has changed it since the caller read it.
  public static Problem stale(long current) {
    return Problem.of(
            412,
            "changed_meanwhile",
            "It was changed since you read it: read it again, and decide anew.")
        .withHeader("ETag", etag(current));
  }

  public static Problem forbidden(String code, String why) {
    return Problem.of(403, code, why);
  }

  public static Problem conflict(String code, String why) {
    return Problem.of(409, code, why);
  }

  public static Problem invalid(String why) {
    return Problem.of(400, "invalid_request", why);
  }

  /// What `made` makes of the caller's words; what it finds wrong with them is a 400.
  public static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  static RuntimeException of(DatabaseException e) {
    return switch (e.kind()) {
      case UNAVAILABLE ->
          Problem.of(503, "unavailable", "The record cannot be used right now; try again soon.")
              .withHeader("Retry-After", "1");
      case CONFLICT, INTERNAL -> e;
    };
  }

  static String etag(long version) {
    return "\"" + version + "\"";
  }
}
