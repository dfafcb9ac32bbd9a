package latchkey.cli;

/// Why the program cannot start, for the operator: the message alone says what is wrong, where,
/// and what to do.
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
