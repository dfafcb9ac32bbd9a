package latchkey.crypto;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/// Seals a secret so that only this keyset opens it, and only for the key it was sealed for.
public final class Sealer {
  private final Aead aead;

  Sealer(Aead aead) {
    this.aead = aead;
  }

  public byte[] seal(Secret secret, String keyId) {
    try {
      return aead.encrypt(utf8(secret.reveal()), utf8(keyId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  public Secret open(byte[] sealed, String keyId) {
    try {
      return new Secret(new String(aead.decrypt(sealed, utf8(keyId)), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyset(
          "the sealed copy of key " + keyId + " does not open with this keyset");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
