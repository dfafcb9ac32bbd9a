package latchkey;

import java.nio.file.Path;
import java.util.Optional;
import latchkey.cli.Cli;
import latchkey.cli.Server;
import latchkey.cli.StartFailure;
import latchkey.settings.Settings;

/// The program: gives the command line its server.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // For the few libraries that log by the JDK's own means; everything else is
    // simplelogger.properties.
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    System.exit(new Cli(new Unwired(), System.getenv(), System.out, System.err).run(args));
  }

  private static final class Unwired implements Server {
    @Override
    public Running serve(Settings settings) {
      throw new StartFailure("this build has no server");
    }

    @Override
    public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
      throw new StartFailure("this build has no server");
    }
  }
}
