package latchkey.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
          return untilTold(() -> server.serve(settings), settings);
        });
  }

  /// Starts it, and returns only when that fails or by interruption: SIGTERM and SIGINT end the
  /// process in the hook, with code 0 after a drain.
  static int untilTold(Supplier<Server.Running> start, Settings settings)
      throws InterruptedException {
    var bound = settings.get(Setting.DRAIN_TIMEOUT).plus(Duration.ofSeconds(5));
    var running = new CompletableFuture<Server.Running>();
    // before the start: who reads that it has started may end it in the same instant
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running, bound), "drain"));
    try {
      var _ = running.complete(start.get());
    } catch (RuntimeException | Error e) {
      var _ = running.completeExceptionally(e);
      throw e;
    }
    new CountDownLatch(1).await();
    return Cli.OK;
  }

  /// Leaves the process to its end where nothing has started.
  private static void end(CompletableFuture<Server.Running> running, Duration bound) {
    try {
      drainAndEnd(running.get(1, TimeUnit.SECONDS), bound);
    } catch (ExecutionException | TimeoutException _) {
      // the start failed, or has not come far enough that there is anything to drain
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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
