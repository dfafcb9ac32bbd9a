package latchkey.people;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of an authenticator app: RFC 6238 with what all apps know, SHA-1, six digits, 30 seconds.
final class Totp {
  private static final int SECRET_BYTES = 20;
  private static final long STEP_MILLIS = 30_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static byte[] randomSecret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  /// The step whose code this is: now's, the one before or the one after, for clocks differ. Steps
  /// up to `used` prove nothing any more.
  static OptionalLong step(byte[] secret, String code, long used, long now) {
    long current = now / STEP_MILLIS;
    OptionalLong found = OptionalLong.empty();
    for (long step = current - 1; step <= current + 1; step++) {
      if (step > used && equal(code(secret, step), code)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static boolean equal(String expected, String code) {
    int difference = expected.length() ^ code.length();
    for (int i = 0; i < expected.length() && i < code.length(); i++) {
      difference |= expected.charAt(i) ^ code.charAt(i);
    }
    return difference == 0;
  }

  /// As apps take it when it is typed.
  static String base32(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte next : secret) {
      held = ((held << 8) | (next & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((held >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((held << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
