package latchkey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process of these classes, which a test can talk to, stop and kill.
final class Child implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  /// Longer than any test lets one live.
  private static final int LONGEST_LIFE_SECONDS = 300;

  private final Process process;
  private final BufferedReader out;
  private final Path errors;
  private volatile Optional<String> hung = Optional.empty();

  private Child(Process process, Path errors) {
    this.process = process;
    this.out = process.inputReader();
    this.errors = errors;
    Thread.ofVirtual().start(this::limit);
  }

  /// Who waits for a line of a child that hangs would wait for ever.
  private void limit() {
    if (!endsWithin(LONGEST_LIFE_SECONDS, TimeUnit.SECONDS)) {
      hung = Optional.of(threads());
      kill();
    }
  }

  /// The program itself, with the settings that a test wants and any free ports.
  static Child server(Path data, String... arguments) {
    List<String> all = new ArrayList<>(List.of("serve", "--data", data.toString()));
    all.addAll(List.of("--port", "0", "--management-port", "0"));
    all.addAll(List.of(arguments));
    return program(Map.of(), all.toArray(String[]::new));
  }

  static Child program(Map<String, String> environment, String... arguments) {
    List<String> command = java(System.getProperty("java.class.path"), List.of());
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return start(command, environment);
  }

  /// The command line of a JVM that starts fast, up to its main class.
  static List<String> java(String classPath, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  static Child start(List<String> command, Map<String, String> environment) {
    try {
      Path errors = Files.createTempFile("latchkey-child", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      return new Child(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends all that the child is to know, and ends its input.
  void tell(List<String> lines) {
    try (var in = process.outputWriter()) {
      for (String line : lines) {
        in.write(line + "\n");
      }
    } catch (IOException e) {
      // it died, which its exit code tells
    }
  }

  BufferedReader out() {
    return out;
  }

  /// The next line, which must come and begin so.
  String line(String beginning) {
    try {
      String line = out.readLine();
      if (line == null || !line.startsWith(beginning)) {
        throw new AssertionError(
            "wanted %s, got %s; it complained: %s".formatted(beginning, line, complaints()));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a server answers, as its first line says.
  String url() {
    return line("Latchkey answers at ").split("[ ,]+", -1)[3];
  }

  /// What all its threads are at, as far as it tells.
  private String threads() {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jstack");
    try {
      Process jstack =
          new ProcessBuilder(tool.toString(), Long.toString(process.pid()))
              .redirectErrorStream(true)
              .start();
      return new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// SIGTERM; what it has printed stays readable.
  void terminate() {
    process.toHandle().destroy();
  }

  /// SIGKILL; what it has printed stays readable.
  void kill() {
    process.toHandle().destroyForcibly();
  }

  boolean endsWithin(long time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  int exitCode() {
    if (!endsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it complained: " + complaints());
    }
    hung.ifPresent(
        threads -> {
          throw new AssertionError("it hung; it complained: " + complaints() + threads);
        });
    return process.exitValue();
  }

  /// What it wrote to stderr.
  String complaints() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    endsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
