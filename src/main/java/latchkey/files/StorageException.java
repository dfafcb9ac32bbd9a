package latchkey.files;

/// Files cannot be kept, read or scanned right now: the disk is full, or somebody does not answer.
/// Nothing was kept, and it may be tried again.
public final class StorageException extends RuntimeException {
  public StorageException(String what, Throwable cause) {
    super(what, cause);
  }

  public StorageException(String what) {
    super(what);
  }
}
