package latchkey.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.settings.Settings;

/// The real command line around a server that only says what happens to it, to be run as a
/// process.
public final class FakeProgram {
  private FakeProgram() {}

  public static void main(String[] args) {
    System.exit(
        new Cli(new Talking(), Map.of(), new Terminal(Map.of(), System.in, System.out, System.err))
            .run(args));
  }

  private static final class Talking implements Server {
    @Override
    public int rotatePepper(Settings settings) {
      throw new StartFailure("there is no keyset here");
    }

    @Override
    public boolean verifyAudit(
        Settings settings, Optional<String> organization, Consumer<String> say) {
      throw new StartFailure("there is no database here");
    }

    @Override
    public Running serve(Settings settings) {
      System.out.println("started");
      return () -> System.out.println("drained");
    }

    @Override
    public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
      throw new StartFailure("no demo here");
    }
  }
}
