package latchkey.settings;

/// A mistake in what the operator set: the message is one line that names what, where from, and
/// what is expected.
public final class BadSetting extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadSetting(String message) {
    super(message);
  }
}
