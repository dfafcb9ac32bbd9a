package latchkey.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// Starts the server and keeps it until the process is told to end.
final class Serve {
  private Serve() {}

  static Command command(Server server) {
    return Command.withSettings(
        "serve",
        "Start the server (the default)",
        List.of(),
        call -> {
          var settings = call.settings();
          return untilTold(server.serve(settings), settings);
        });
  }

  /// Returns only by interruption: SIGTERM and SIGINT end the process in the hook, with code 0
  /// after a drain.
  static int untilTold(Server.Running running, Settings settings) throws InterruptedException {
    var bound = settings.get(Setting.DRAIN_TIMEOUT).plus(Duration.ofSeconds(5));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drainAndEnd(running, bound), "drain"));
    new CountDownLatch(1).await();
    return Cli.OK;
  }

  /// Ends the process from inside its shutdown: otherwise the JVM would answer a signal with 128
  /// + its number.
  private static void drainAndEnd(Server.Running running, Duration bound) {
    var drain = Thread.ofPlatform().daemon().start(running::stop);
    boolean drained = false;
    try {
      drained = drain.join(bound);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(drained ? Cli.OK : Cli.UNEXPECTED);
  }
}
