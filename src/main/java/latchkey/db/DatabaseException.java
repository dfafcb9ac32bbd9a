package latchkey.db;

import org.jspecify.annotations.Nullable;

/// What a statement can fail with, cleaned of the engine's own words.
public final class DatabaseException extends RuntimeException {
  /// What the caller can do about it.
  public enum Kind {
    /// A row with that identity exists, or one it refers to does not.
    CONFLICT,
    /// The disk is full or read-only, or the server cannot be reached: nothing was written.
    UNAVAILABLE,
    /// A defect of ours.
    INTERNAL
  }

  private final Kind kind;

  DatabaseException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// For who guards the record from more work than it can do.
  public static DatabaseException unavailable(String why) {
    return new DatabaseException(Kind.UNAVAILABLE, why, null);
  }

  public Kind kind() {
    return kind;
  }
}
