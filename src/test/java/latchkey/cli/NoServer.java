package latchkey.cli;

import java.nio.file.Path;
import java.util.Optional;
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
  public int rotatePepper(Settings settings) {
    throw new StartFailure("not asked for");
  }
}
