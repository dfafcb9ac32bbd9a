package latchkey.doors.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// A session's token against forged forms, as pages carry it: masked anew in each, so that the
/// length of compressed pages tells nothing of it.
final class Csrf {
  static final String FIELD = "_csrf";
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Csrf() {}

  static String masked(String token) {
    byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
    byte[] mask = new byte[bytes.length];
    RANDOM.nextBytes(mask);
    byte[] both = new byte[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      both[i] = mask[i];
      both[bytes.length + i] = (byte) (mask[i] ^ bytes[i]);
    }
    return TEXT.encodeToString(both);
  }

  static boolean matches(String masked, String token) {
    byte[] both;
    try {
      both = Base64.getUrlDecoder().decode(masked);
    } catch (IllegalArgumentException _) {
      return false;
    }
    byte[] bytes = new byte[both.length / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (both[i] ^ both[bytes.length + i]);
    }
    return both.length % 2 == 0
        && MessageDigest.isEqual(bytes, token.getBytes(StandardCharsets.ISO_8859_1));
  }
}
