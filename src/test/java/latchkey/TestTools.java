package latchkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// The programs that tests run beside the server: where one is missing and cannot be installed,
/// its tests are skipped on a developer's machine, but fail in CI (`CI=true`), where a skipped
/// guarantee would pass for a kept one.
public final class TestTools {
  /// What the script said of the tools that it could not install, so that it is asked once.
  private static final Map<String, String> REFUSED = new ConcurrentHashMap<>();

  private TestTools() {}

  /// The program, installed by `scripts/install-test-tools` if need be.
  public static Path require(String tool) {
    return require(tool, "true".equals(System.getenv("CI")));
  }

  static Path require(String tool, boolean ci) {
    Optional<Path> found = find(tool);
    if (found.isEmpty()) {
      String why = REFUSED.computeIfAbsent(tool, TestTools::install);
      found = find(tool);
      if (found.isEmpty()) {
        String message = tool + " is missing; scripts/install-test-tools says: " + why;
        if (ci) {
          throw new AssertionError(message);
        }
        throw new TestAbortedException(message);
      }
    }
    return found.get();
  }

  /// The program, if it is there; for those that no package of Debian brings.
  public static Path ifThere(String tool) {
    return find(tool).orElseThrow(() -> new TestAbortedException(tool + " is not on the PATH"));
  }

  private static Optional<Path> find(String tool) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String install(String tool) {
    List<String> command = new ArrayList<>(List.of("scripts/install-test-tools", tool));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = process.waitFor();
      return said.isEmpty() ? "exit " + exit : said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
