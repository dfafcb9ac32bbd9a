package latchkey.db;

/// The record cannot be used as it is; the message says what to do, and nothing was changed.
public final class UnusableDatabase extends RuntimeException {
  UnusableDatabase(String message) {
    super(message);
  }

  UnusableDatabase(String message, Throwable cause) {
    super(message, cause);
  }
}
