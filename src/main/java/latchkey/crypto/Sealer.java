package latchkey.crypto;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/// Seals a secret so that only this keyset opens it, and only for what it was sealed for, such as
/// a key's id.
public final class Sealer {
  private final Aead aead;

  Sealer(Aead aead) {
    this.aead = aead;
  }

  public byte[] seal(Secret secret, String purpose) {
    try {
      return aead.encrypt(utf8(secret.reveal()), utf8(purpose));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  public Secret open(byte[] sealed, String purpose) {
    try {
      return new Secret(new String(aead.decrypt(sealed, utf8(purpose)), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyset(
          "what was sealed for " + purpose + " does not open with this keyset");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
