package latchkey.doors.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A proxy's process, which takes clients on its port.
record RunningProxy(Process process, int port) implements AutoCloseable {
  /// Returns when it has written that line; fails with all that it wrote if it ends before.
  static RunningProxy start(
      Path program, List<String> arguments, Path folder, String readyLine, int port)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    Process process = builder.start();
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process, readyLine, ready));
    ready.orTimeout(60, TimeUnit.SECONDS).join();
    return new RunningProxy(process, port);
  }

  /// Reads on after the line, or a full pipe would stop the proxy.
  private static void read(Process process, String readyLine, CompletableFuture<Void> ready) {
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!ready.isDone()) {
          all.append(line).append('\n');
        }
        if (line.contains(readyLine)) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IllegalStateException("it ended:\n" + all));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
