package latchkey.doors.manage;

import java.util.function.Supplier;
import latchkey.db.DatabaseException;
import latchkey.doors.Versions;
import latchkey.http.Problem;
import latchkey.people.Outcome;
import latchkey.people.Refusal;

/// The mistakes that every resource knows, in one wording.
public final class Faults {
  private Faults() {}

  /// Also for what belongs to another organization.
  public static Problem absent(String what) {
    return Problem.of(404, "not_found", "There is no such " + what + ".");
  }

  /// Somebody has changed it since the caller read it.
  public static Problem stale(long current) {
    return Versions.stale(current);
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

  /// What people changed, or why they may not.
  public static <T> T changed(Outcome<T> outcome, String what) {
    return switch (outcome) {
      case Outcome.Changed<T>(var value) -> value;
      case Outcome.Absent<T> _ -> throw absent(what);
      case Outcome.Stale<T>(var version) -> throw stale(version);
      case Outcome.Refused<T>(var why) -> throw refused(why);
    };
  }

  public static Problem refused(Refusal why) {
    return switch (why) {
      case NOT_YOURS, ADMINS_ARE_THE_OWNERS, MORE_THAN_YOU_HOLD, NOT_YOURSELF, OTHER_ADDRESS ->
          forbidden(why.code(), sentence(why.text()));
      case WEAK_PASSWORD,
          BREACHED_PASSWORD,
          WRONG_PASSWORD,
          WRONG_CODE,
          USED_OR_EXPIRED,
          PASSKEY_PROVES_NOTHING ->
          Problem.of(400, why.code(), sentence(why.text()));
      case TOO_MANY_GUESSES ->
          Problem.of(429, why.code(), sentence(why.text())).withHeader("Retry-After", "60");
      case OWNER_STAYS,
          LAST_OPERATOR,
          ALREADY_AN_OPERATOR,
          NOT_VERIFIED,
          HAS_AN_OWNER,
          NOT_ACTIVE,
          ALREADY_A_MEMBER,
          ALREADY_INVITED,
          SIGN_IN_FIRST,
          NO_TOTP,
          TOTP_IS_ON,
          PASSKEY_TAKEN,
          TOO_MANY_PASSKEYS ->
          conflict(why.code(), sentence(why.text()));
    };
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
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

  /// More people prove who they are than there is time to check.
  static Problem busy() {
    return Problem.of(503, "unavailable", "Too many passwords are being checked; try again soon.")
        .withHeader("Retry-After", "1");
  }

  static String etag(long version) {
    return Versions.etag(version);
  }
}
