package latchkey.http;

import java.io.IOException;
import java.util.Optional;

/// Files on their way in, one after the other; nothing of them is held in memory.
@FunctionalInterface
public interface SentFiles {
  SentFiles NONE = Optional::empty;

  /// The next one; nothing after the last. What was not read of the one before is skipped.
  Optional<Multipart.Part.File> next() throws IOException;
}
