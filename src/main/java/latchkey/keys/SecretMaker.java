package latchkey.keys;

import java.security.SecureRandom;
import java.util.Optional;
import latchkey.crypto.Keyset;
import latchkey.db.Tx;

/// Makes secrets, and stores what is kept of them.
final class SecretMaker {
  private final Keyset keyset;
  private final SecureRandom random;

  SecretMaker(Keyset keyset, SecureRandom random) {
    this.keyset = keyset;
    this.random = random;
  }

  /// A secret for the slot that the key goes on with.
  KeyText make(Tx tx, Key key, boolean sealedCopy) {
    KeyText text = KeyText.generate(key.prefix(), key.environment(), key.id(), random);
    Optional<byte[]> sealed =
        sealedCopy
            ? Optional.of(keyset.sealer().seal(text.token(), key.id().toString()))
            : Optional.empty();
    KeyTable.insertSecret(tx.handle(), key, digest(text, key.rotation().slot()), sealed, tx.now());
    return text;
  }

  private SecretDigest digest(KeyText text, int slot) {
    KeyReader reader = new KeyReader();
    if (!reader.read(Credential.token(text.token().reveal()))) {
      throw new IllegalStateException("a generated key is well-formed");
    }
    return reader.digest(keyset, slot);
  }
}
