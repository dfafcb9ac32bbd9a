package latchkey.keys;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import latchkey.crypto.Sha256;

/// What another system kept of a key: enough to know it again, and not to make it.
///
/// As text, and so as stored: `sha256:<hex>`, `hmac-sha256:<hex>`, `$2b$…` (bcrypt),
/// `$argon2id$…`. The HMAC's secret is kept apart, sealed.
record ForeignDigest(Form form, String text) {
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern HMAC = Pattern.compile("hmac-sha256:[0-9a-f]{64}");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
  private static final Pattern ARGON2 =
      Pattern.compile(
          "\\$argon2(id|i|d)\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})\\$[^$]{8,100}\\$[^$]{8,200}");

  /// What one check may cost at most: about a second of a core, and 256 MiB.
  private static final int MOST_BCRYPT_COST = 14;
  private static final int MOST_ARGON2_KIB = 256 * 1024;
  private static final int MOST_ARGON2_PASSES = 10;
  private static final int MOST_BCRYPT_BYTES = 72;

  enum Form {
    SHA256,
    HMAC_SHA256,
    BCRYPT,
    ARGON2;

    /// Whether a check takes long by intention.
    boolean isSlow() {
      return this == BCRYPT || this == ARGON2;
    }
  }

  /// @throws IllegalArgumentException when it is none of these forms, or too costly to check
  static ForeignDigest parse(String digest) {
    String lower = digest.toLowerCase(Locale.ROOT);
    if (SHA256.matcher(lower).matches()) {
      return new ForeignDigest(Form.SHA256, lower);
    }
    if (HMAC.matcher(lower).matches()) {
      return new ForeignDigest(Form.HMAC_SHA256, lower);
    }
    var bcrypt = BCRYPT.matcher(digest);
    if (bcrypt.matches()) {
      return bounded(Form.BCRYPT, digest, between(bcrypt.group(1), 4, MOST_BCRYPT_COST));
    }
    var argon2 = ARGON2.matcher(digest);
    if (argon2.matches()) {
      return bounded(
          Form.ARGON2,
          digest,
          between(argon2.group(2), 8, MOST_ARGON2_KIB)
              && between(argon2.group(3), 1, MOST_ARGON2_PASSES)
              && between(argon2.group(4), 1, 16));
    }
    throw new IllegalArgumentException(
        "digest is sha256:<64 hex digits>, hmac-sha256:<64 hex digits>, $2b$… or $argon2id$…");
  }

  private static boolean between(String number, int least, int most) {
    int value = Integer.parseInt(number);
    return value >= least && value <= most;
  }

  private static ForeignDigest bounded(Form form, String digest, boolean bounded) {
    if (!bounded) {
      throw new IllegalArgumentException(
          "digest is too costly to check: bcrypt up to cost %d, argon2 up to %d KiB and %d passes"
              .formatted(MOST_BCRYPT_COST, MOST_ARGON2_KIB, MOST_ARGON2_PASSES));
    }
    return new ForeignDigest(form, digest);
  }

  /// The bytes behind the form's name.
  byte[] bytes() {
    return HexFormat.of().parseHex(text.substring(text.indexOf(':') + 1));
  }

  /// Whether it was made of that text; may take long.
  boolean isOf(String presented, byte[] hmacKey) {
    byte[] bytes = ForeignText.utf8(presented);
    return switch (form) {
      case SHA256 -> MessageDigest.isEqual(Sha256.of(bytes), bytes());
      case HMAC_SHA256 -> MessageDigest.isEqual(hmac(hmacKey, bytes), bytes());
      case BCRYPT ->
          // bcrypt itself would ignore the rest, and so take any text that begins the same
          bytes.length <= MOST_BCRYPT_BYTES
              && BcryptFunction.getInstanceFromHash(text).check(presented, text);
      case ARGON2 -> Argon2Function.getInstanceFromHash(text).check(presented, text);
    };
  }

  private static byte[] hmac(byte[] key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ForeignDigest[" + form + "]";
  }
}
