package latchkey.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import latchkey.Scratch;

/// Folders of journals under test.
final class TestFolders {
  private TestFolders() {}

  static Path fresh() {
    return Scratch.folder("usage");
  }

  /// Deletes a folder of files.
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  static List<Path> segmentsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".seg")).toList();
    }
  }
}
