package latchkey.crypto;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Hmac.HmacKey;

/// Signs statements of this installation with Ed25519, so that who has a public key can check
/// them without the keyset.
///
/// Each pepper gives one key pair: the seed is the code of a fixed text under it. So a rotated
/// pepper rotates this too, and what older ones signed still verifies.
public final class Signer {
  /// Not a text that a key's secret could be: those have no spaces.
  private static final byte[] SEED_OF =
      "the Ed25519 seed of this pepper".getBytes(StandardCharsets.US_ASCII);

  private record Pair(Ed25519Sign.KeyPair keys) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  private final Map<Integer, Pair> pairs = new HashMap<>();
  private final int current;

  Signer(Map<Integer, HmacKey> peppers, int current) {
    this.current = current;
    Hmac hmac = new Hmac();
    peppers.forEach(
        (version, pepper) -> {
          byte[] seed = new byte[Hmac.LENGTH];
          hmac.code(pepper, SEED_OF, 0, SEED_OF.length, seed);
          pairs.put(version, pair(seed));
        });
  }

  private static Pair pair(byte[] seed) {
    try {
      return new Pair(Ed25519Sign.KeyPair.newKeyPairFromSeed(seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("32 bytes are a seed", e);
    }
  }

  /// The version of the key that signs from now on.
  public int version() {
    return current;
  }

  /// The signature of `statement` under the current key, in base64.
  public String sign(byte[] statement) {
    try {
      Pair pair = pairs.get(current);
      if (pair == null) {
        throw new IllegalStateException("the current pepper is among the peppers");
      }
      byte[] signature = new Ed25519Sign(pair.keys.getPrivateKey()).sign(statement);
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has Ed25519", e);
    }
  }

  /// Whether the key of that version signed `statement`.
  public boolean verifies(int version, byte[] statement, String signature) {
    Pair pair = pairs.get(version);
    if (pair == null) {
      return false;
    }
    try {
      new Ed25519Verify(pair.keys.getPublicKey())
          .verify(Base64.getDecoder().decode(signature), statement);
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /// The public key of that version, in base64; not a secret.
  public Optional<String> publicKey(int version) {
    return Optional.ofNullable(pairs.get(version))
        .map(pair -> Base64.getEncoder().encodeToString(pair.keys.getPublicKey()));
  }
}
