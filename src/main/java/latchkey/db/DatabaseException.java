package latchkey.db;

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

  DatabaseException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
