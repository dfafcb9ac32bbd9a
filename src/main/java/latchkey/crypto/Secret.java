package latchkey.crypto;

/// A text that no log, trace, error or metric may hold.
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /// The text itself. Whoever calls this answers for where it goes.
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
