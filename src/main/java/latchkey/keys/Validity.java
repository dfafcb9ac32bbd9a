package latchkey.keys;

/// From when to when a key holds: `notBefore <= now < notAfter`, in epoch milliseconds.
public record Validity(long notBefore, long notAfter) {
  private static final long ALWAYS = Long.MIN_VALUE;
  private static final long NEVER = Long.MAX_VALUE;
  public static final Validity UNBOUNDED = new Validity(ALWAYS, NEVER);

  public Validity {
    if (notBefore >= notAfter) {
      throw new IllegalArgumentException("a key's end must come after its beginning");
    }
  }

  public static Validity until(long notAfter) {
    return new Validity(ALWAYS, notAfter);
  }

  public static Validity from(long notBefore) {
    return new Validity(notBefore, NEVER);
  }

  public boolean begins() {
    return notBefore != ALWAYS;
  }

  public boolean ends() {
    return notAfter != NEVER;
  }

  public boolean begunAt(long now) {
    return notBefore <= now;
  }

  public boolean endedAt(long now) {
    return notAfter <= now;
  }
}
