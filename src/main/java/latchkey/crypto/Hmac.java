package latchkey.crypto;

import java.security.DigestException;
import java.security.MessageDigest;

/// HMAC-SHA-256 (RFC 2104) that makes no garbage, for one thread.
///
/// The JDK's `Mac` gives the same bytes and allocates about 100 of them each time; a test holds
/// both together.
public final class Hmac {
  public static final int LENGTH = 32;
  private static final int BLOCK = 64;

  private final MessageDigest sha256 = Sha256.digest();
  private final byte[] inner = new byte[LENGTH];

  /// Writes the code of `message[from, from + length)` under `key` to the first 32 bytes of `to`.
  public void code(HmacKey key, byte[] message, int from, int length, byte[] to) {
    try {
      sha256.update(key.innerPad());
      sha256.update(message, from, length);
      sha256.digest(inner, 0, LENGTH);
      sha256.update(key.outerPad());
      sha256.update(inner, 0, LENGTH);
      sha256.digest(to, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 digest is 32 bytes", e);
    }
  }

  /// A key of at most one block, spread over the two pads.
  public static final class HmacKey {
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];

    public HmacKey(byte[] key) {
      if (key.length > BLOCK) {
        throw new IllegalArgumentException(
            "a key of at most 64 bytes is wanted, not " + key.length);
      }
      for (int i = 0; i < BLOCK; i++) {
        byte k = i < key.length ? key[i] : 0;
        innerPad[i] = (byte) (k ^ 0x36);
        outerPad[i] = (byte) (k ^ 0x5c);
      }
    }

    byte[] innerPad() {
      return innerPad;
    }

    byte[] outerPad() {
      return outerPad;
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }
}
