package latchkey.crypto;

/// The keyset cannot be used; the message says what to do and holds nothing of it.
public final class UnusableKeyset extends RuntimeException {
  public UnusableKeyset(String message) {
    super(message);
  }
}
