package latchkey.http;

/// The server could not take its address; the message is one line for the operator.
public final class CannotListen extends Exception {
  private static final long serialVersionUID = 1L;

  CannotListen(String message, Throwable cause) {
    super(message, cause);
  }
}
