package latchkey.people;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import latchkey.crypto.Secret;
import latchkey.crypto.Sha256;

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
    return Sha256.of(
        token.reveal().getBytes(StandardCharsets.UTF_8), more.getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
