package latchkey.keys;

import java.security.MessageDigest;
import latchkey.crypto.Hmac;

/// What is kept of a secret: its HMAC-SHA-256, the version of the pepper, and which of the key's
/// two secrets it is.
public final class SecretDigest {
  private final int slot;
  private final int pepperVersion;
  private final byte[] code;

  public SecretDigest(int slot, int pepperVersion, byte[] code) {
    if (code.length != Hmac.LENGTH || slot < 0 || slot > 1) {
      throw new IllegalArgumentException("not a digest");
    }
    this.slot = slot;
    this.pepperVersion = pepperVersion;
    this.code = code.clone();
  }

  public int slot() {
    return slot;
  }

  public int pepperVersion() {
    return pepperVersion;
  }

  /// Compares in constant time.
  boolean isOf(byte[] other) {
    return MessageDigest.isEqual(code, other);
  }

  byte[] code() {
    return code.clone();
  }

  @Override
  public String toString() {
    return "SecretDigest[slot=%d, pepper=%d]".formatted(slot, pepperVersion);
  }
}
