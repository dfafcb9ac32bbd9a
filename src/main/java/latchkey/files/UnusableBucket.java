package latchkey.files;

/// A bucket that is not there, refuses us or is somebody else's: waiting does not help.
public final class UnusableBucket extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableBucket(String message) {
    super(message);
  }
}
