package latchkey.files;

import java.nio.file.Path;
import java.util.Optional;

/// Looks for viruses.
@FunctionalInterface
public interface Scanner {
  /// Where nobody looks.
  Scanner NONE = _ -> Optional.empty();

  /// The name of what was found.
  ///
  /// @throws StorageException when it cannot be said: then nothing is kept
  Optional<String> scan(Path file);
}
