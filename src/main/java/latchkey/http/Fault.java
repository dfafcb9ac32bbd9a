package latchkey.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why a connection is closed that did not mean to end.
final class Fault {
  private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

  private Fault() {}

  /// Logs what is an error of ours; of others anybody could fill the log.
  static void note(Throwable error) {
    if (isOurs(error)) {
      LOG.error("A connection is closed after an error of ours", error);
    } else {
      LOG.debug("A connection is closed", error);
    }
  }

  /// What the network or the client did wrong has an [IOException] for its cause, broken TLS too.
  static boolean isOurs(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return false;
      }
    }
    return true;
  }
}
