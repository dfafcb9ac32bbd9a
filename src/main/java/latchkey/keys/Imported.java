package latchkey.keys;

import java.util.Base64;
import java.util.Optional;
import latchkey.crypto.Secret;

/// A key of another system, as it is to be taken over: what it may do here, and what that system
/// kept of it.
///
/// @param name the part of the key's text that names it, where its digest alone does not find it
/// @param hmacKey what the digest was made with, if it is an HMAC
public record Imported(
    KeyDraft draft, ForeignDigest digest, Optional<String> name, Optional<Secret> hmacKey) {
  private static final int MOST_HMAC_KEY = 1_024;

  public Imported {
    boolean found = digest.form() == ForeignDigest.Form.SHA256;
    if (found == name.isPresent()) {
      throw new IllegalArgumentException(
          found
              ? "id is not for sha256, whose digest finds the key"
              : "id is wanted: the part of the key before a separator _ . - or : that names it");
    }
    if (name.isPresent() && !ForeignText.isName(name.get())) {
      throw new IllegalArgumentException("id is at most 255 printable ASCII characters");
    }
    if ((digest.form() == ForeignDigest.Form.HMAC_SHA256) != hmacKey.isPresent()) {
      throw new IllegalArgumentException("hmacKey goes with hmac-sha256, and with nothing else");
    }
  }

  /// Reads what a caller wrote.
  ///
  /// @param digest as [ForeignDigest] has it
  /// @param hmacKey in base64
  /// @throws IllegalArgumentException when something is wrong with it
  public static Imported of(
      KeyDraft draft, String digest, Optional<String> name, Optional<Secret> hmacKey) {
    hmacKey.ifPresent(Imported::bytes);
    return new Imported(draft, ForeignDigest.parse(digest), name, hmacKey);
  }

  /// The HMAC's secret, as bytes.
  static byte[] bytes(Secret hmacKey) {
    try {
      byte[] bytes = Base64.getDecoder().decode(hmacKey.reveal());
      if (bytes.length > 0 && bytes.length <= MOST_HMAC_KEY) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // its message would quote the secret
    }
    throw new IllegalArgumentException("hmacKey is 1 to " + MOST_HMAC_KEY + " bytes in base64");
  }

  byte[] finder() {
    return name.map(ForeignText::finderOfName).orElseGet(() -> ForeignText.finder(digest.bytes()));
  }
}
