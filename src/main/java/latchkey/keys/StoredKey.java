package latchkey.keys;

import java.util.List;

/// What one query finds under a public id: all that a decision about the key needs of its row.
public sealed interface StoredKey {
  /// No key ever had this id.
  record Unknown() implements StoredKey {}

  /// The key was deleted; nothing of it is left to prove.
  record Deleted() implements StoredKey {}

  record Present(Key key, List<SecretDigest> secrets) implements StoredKey {
    public Present {
      secrets = List.copyOf(secrets);
    }
  }
}
