package latchkey.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import latchkey.crypto.Hmac;

/// What is kept of a secret: its HMAC-SHA-256, the version of the pepper, and which of the key's
/// two secrets it is.
public final class SecretDigest {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int slot;
  private final int pepperVersion;
  private final long retiresAt;

  // The code in its object: on a request it is one step away, not two.
  private final long code0;
  private final long code1;
  private final long code2;
  private final long code3;

  /// One that holds until the key is rotated or ends.
  public SecretDigest(int slot, int pepperVersion, byte[] code) {
    this(slot, pepperVersion, code, Long.MAX_VALUE);
  }

  /// @param retiresAt from when on it proves nothing, in epoch milliseconds
  SecretDigest(int slot, int pepperVersion, byte[] code, long retiresAt) {
    if (code.length != Hmac.LENGTH || slot < 0 || slot > 1) {
      throw new IllegalArgumentException("not a digest");
    }
    this.slot = slot;
    this.pepperVersion = pepperVersion;
    this.retiresAt = retiresAt;
    this.code0 = word(code, 0);
    this.code1 = word(code, 1);
    this.code2 = word(code, 2);
    this.code3 = word(code, 3);
  }

  public int slot() {
    return slot;
  }

  public int pepperVersion() {
    return pepperVersion;
  }

  boolean retiredAt(long now) {
    return retiresAt <= now;
  }

  /// Compares in constant time: no word decides before all are seen.
  boolean isOf(byte[] other) {
    long difference =
        (code0 ^ word(other, 0))
            | (code1 ^ word(other, 1))
            | (code2 ^ word(other, 2))
            | (code3 ^ word(other, 3));
    return difference == 0;
  }

  byte[] code() {
    return ByteBuffer.allocate(Hmac.LENGTH)
        .putLong(code0)
        .putLong(code1)
        .putLong(code2)
        .putLong(code3)
        .array();
  }

  private static long word(byte[] code, int number) {
    return (long) WORD.get(code, number * Long.BYTES);
  }

  @Override
  public String toString() {
    return "SecretDigest[slot=%d, pepper=%d]".formatted(slot, pepperVersion);
  }
}
