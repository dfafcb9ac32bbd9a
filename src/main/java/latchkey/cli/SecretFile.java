package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import latchkey.crypto.OwnerFiles;

/// A new file for a secret that comes only once: it is there, and only its owner's to read,
/// before the secret is made.
final class SecretFile {
  private final Path file;

  private SecretFile(Path file) {
    this.file = file;
  }

  static SecretFile make(Path file) {
    try {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException("it is there already");
      }
      OwnerFiles.makeFile(file);
      return new SecretFile(file);
    } catch (IOException e) {
      throw new Failure(
          Cli.REFUSED,
          "%s cannot be made, so nothing was asked: %s".formatted(file, e.getMessage()));
    }
  }

  void write(JsonNode json) throws IOException {
    OwnerFiles.replace(
        file.toAbsolutePath(), (json + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
  }

  /// There is nothing to write after all.
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It is empty.
    }
  }
}
