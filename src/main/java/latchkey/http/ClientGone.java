package latchkey.http;

import java.io.IOException;

/// The client went, or was let go, in the middle of what it sent or was being sent.
///
/// It has no stack trace: nothing in the program is at fault, and anybody can bring it about.
public final class ClientGone extends IOException {
  ClientGone() {
    super("The client has gone.");
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /// Is that why this was thrown?
  public static boolean isWhy(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientGone) {
        return true;
      }
    }
    return false;
  }
}
