package latchkey.settings;

/// The value of a secret setting: it prints as `[redacted]` and its text leaves only by
/// [#reveal].
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
