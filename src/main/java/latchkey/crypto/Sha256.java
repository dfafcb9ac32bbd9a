package latchkey.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, which every JDK has.
public final class Sha256 {
  private Sha256() {}

  /// The hash of all parts, one behind the other.
  public static byte[] of(byte[]... parts) {
    MessageDigest sha256 = digest();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return sha256.digest();
  }

  /// To hash what comes in pieces.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
