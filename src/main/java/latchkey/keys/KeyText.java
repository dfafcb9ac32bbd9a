package latchkey.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import latchkey.crypto.Secret;

/// A key as its holder has it, at the only moment that we have it too: when it is made.
///
/// ```
/// lk_live_4fYq8GzT0aBcDeF1_9kQ…43 characters…Zx0mLq17
/// ```
///
/// prefix, environment, public id, secret, and the CRC-32 of all before it. Everything before the
/// last `_` is the `X-API-Key`, everything after it the `X-API-Secret`, and all of it the Bearer
/// token.
public record KeyText(String prefix, Environment environment, PublicId id, Secret secretPart) {
  public static final String DEFAULT_PREFIX = "lk";
  public static final int MOST_PREFIX = 12;
  static final int SECRET_LENGTH = 43;
  static final int CHECKSUM_LENGTH = 6;

  /// The length of all that follows the prefix.
  static final int AFTER_PREFIX =
      "_live_".length() + PublicId.LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

  private static final Pattern PREFIX =
      Pattern.compile("[a-z][a-z0-9]{0," + (MOST_PREFIX - 1) + "}");

  public KeyText {
    if (!isPrefix(prefix)) {
      throw new IllegalArgumentException(
          "a key prefix is 1 to %d of a-z and 0-9, a letter first, not \"%s\""
              .formatted(MOST_PREFIX, prefix));
    }
  }

  private static final Pattern API_KEY =
      Pattern.compile(PREFIX.pattern() + "_(live|test)_[0-9A-Za-z]{" + PublicId.LENGTH + "}");

  /// Whether the text is what goes into `X-API-Key`, and lacks its secret.
  public static boolean isApiKey(String text) {
    return API_KEY.matcher(text).matches();
  }

  public static boolean isPrefix(String text) {
    return PREFIX.matcher(text).matches();
  }

  public static KeyText generate(
      String prefix, Environment environment, PublicId id, SecureRandom random) {
    String secret = Base62.random(SECRET_LENGTH, random);
    String head = publicPart(prefix, environment, id) + "_" + secret;
    CRC32 crc = new CRC32();
    crc.update(head.getBytes(StandardCharsets.US_ASCII));
    return new KeyText(
        prefix, environment, id, new Secret(secret + Base62.text(crc.getValue(), CHECKSUM_LENGTH)));
  }

  /// What goes into `X-API-Key`; not a secret.
  public static String publicPart(String prefix, Environment environment, PublicId id) {
    return prefix + "_" + environment.text() + "_" + id;
  }

  public String apiKey() {
    return publicPart(prefix, environment, id);
  }

  /// What goes into `X-API-Secret`.
  public Secret apiSecret() {
    return secretPart;
  }

  /// What goes behind `Bearer`.
  public Secret token() {
    return new Secret(apiKey() + "_" + secretPart.reveal());
  }
}
