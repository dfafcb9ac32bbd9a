package latchkey.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.settings.Settings;

/// For commands that start none.
final class NoServer implements Server {
  @Override
  public Running serve(Settings settings) {
    throw new StartFailure("not asked for");
  }

  @Override
  public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
    throw new StartFailure("not asked for");
  }

  @Override
  public boolean verifyAudit(
      Settings settings, Optional<String> organization, Consumer<String> say) {
    throw new StartFailure("there is no database here");
  }

  @Override
  public int rotatePepper(Settings settings) {
    throw new StartFailure("not asked for");
  }
}
