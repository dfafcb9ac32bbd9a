package latchkey.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.settings.Settings;

/// What the commands start. `serve` and `demo` return once the server answers, or throw a
/// [StartFailure].
public interface Server {
  Running serve(Settings settings);

  /// Starts a server with demo data in it.
  ///
  /// @param seed makes the same demo data at every start; its secrets are new each time
  /// @param readyFile is written once the server answers, for scripts
  Running demo(Settings settings, long seed, Optional<Path> readyFile);

  /// Adds a pepper to the keyset of a server that is stopped; says which version it is.
  int rotatePepper(Settings settings);

  /// Proves the audit log of a database, of all organizations or of one, and changes nothing; the
  /// server may run meanwhile.
  ///
  /// @param say gets a line for each organization
  /// @return whether all are proven
  boolean verifyAudit(Settings settings, Optional<String> organization, Consumer<String> say);

  /// A server that answers.
  interface Running {
    /// Stops accepting, finishes what is in flight within `drain-timeout`, flushes, and closes.
    void stop();
  }
}
