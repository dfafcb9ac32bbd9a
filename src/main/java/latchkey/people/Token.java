package latchkey.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import latchkey.crypto.Secret;

/// A text of 256 random bits that proves something to us, who keep only its SHA-256.
final class Token {
  private static final int BYTES = 32;

  private Token() {}

  static Secret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(text(bytes));
  }

  static byte[] digest(Secret token) {
    return digest(token, "");
  }

  /// The digest of the token together with what else must be shown.
  static byte[] digest(Secret token, String more) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(token.reveal().getBytes(StandardCharsets.UTF_8));
      sha256.update(more.getBytes(StandardCharsets.UTF_8));
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
