package latchkey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// New folders for tests: in memory where the machine has room for them, since a disk that one
/// test waits for with each commit holds up all others. They go with their process.
public final class Scratch implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH = 4L << 30;
  private static final String NAME = "latchkey-tests-";
  private static final Path ROOT = root();

  /// In a folder of its own, in which nothing else is.
  public static Path folder(String name) {
    try {
      return Files.createTempDirectory(ROOT, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where JUnit makes what it injects as `@TempDir`.
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) {
    return folder("junit");
  }

  private static Path root() {
    try {
      Path parent = hasRoom() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
      deleteThoseOfTheDead(parent);
      Path root = Files.createTempDirectory(parent, NAME + ProcessHandle.current().pid() + "-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasRoom() throws IOException {
    return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH;
  }

  private static void deleteThoseOfTheDead(Path parent) throws IOException {
    List<Path> roots;
    try (Stream<Path> all = Files.list(parent)) {
      roots = all.filter(one -> name(one).matches(NAME + "\\d+-.*")).toList();
    }
    for (Path root : roots) {
      long pid = Long.parseLong(name(root).split("-", -1)[2]);
      if (ProcessHandle.of(pid).isEmpty()) {
        delete(root);
      }
    }
  }

  private static String name(Path path) {
    return path.toFile().getName();
  }

  /// As far as it can: somebody may still write there, or have written something of their own.
  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + folder + ": " + e.getMessage());
    }
  }
}
