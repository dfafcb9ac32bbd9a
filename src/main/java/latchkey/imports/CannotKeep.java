package latchkey.imports;

import java.io.IOException;

/// A file cannot be kept or read right now: the disk is full, or does not answer. Nothing was
/// taken, and it may be sent again.
public final class CannotKeep extends RuntimeException {
  CannotKeep(IOException cause) {
    super("files of imports cannot be kept or read", cause);
  }
}
