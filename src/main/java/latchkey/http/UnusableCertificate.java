package latchkey.http;

/// The server's certificate or key cannot be used; the message says which file, and what to do.
public final class UnusableCertificate extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableCertificate(String message) {
    super(message);
  }

  UnusableCertificate(String message, Throwable cause) {
    super(message, cause);
  }
}
