package latchkey.keys;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.crypto.Keyset;
import latchkey.crypto.Sealer;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.Key.Revocation;
import latchkey.keys.Key.Stamp;

/// What one can do with keys. Every change is announced to `changed` after it is durable and
/// before the caller hears of it: that is what lets the gate promise that an answered revocation
/// holds.
public final class Keys {
  /// The slot of a key's first secret; the other one is for the second while the key rotates.
  private static final int FIRST_SLOT = 0;

  private final Database database;
  private final Keyset keyset;
  private final SecureRandom random;
  private final Consumer<PublicId> changed;

  public Keys(Database database, Keyset keyset, SecureRandom random, Consumer<PublicId> changed) {
    this.database = database;
    this.keyset = keyset;
    this.random = random;
    this.changed = changed;
  }

  public IssuedKey issue(KeyDraft draft, String actor) {
    return issue(draft, PublicId.random(random), actor);
  }

  /// Issues under an id of the caller's choice, for data that is the same at every start.
  public IssuedKey issue(KeyDraft draft, PublicId id, String actor) {
    try {
      return database.write(tx -> insert(tx, draft, id, actor));
    } finally {
      changed.accept(
          id); // a stranger may have asked for this id before, and was answered "unknown"
    }
  }

  private IssuedKey insert(Tx tx, KeyDraft draft, PublicId id, String actor) {
    KeyTable.Owner owner =
        KeyTable.owner(tx.handle(), draft.organizationId(), draft.agentId())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        draft
                            .agentId()
                            .map(agent -> "the organization has no agent " + agent)
                            .orElse("no such organization: " + draft.organizationId())));
    Key key = Key.made(draft, id, owner.keyPrefix(), new Stamp(tx.now(), actor));
    KeyText text = KeyText.generate(owner.keyPrefix(), draft.environment(), id, random);
    KeyTable.insert(tx.handle(), key);
    Optional<byte[]> sealed =
        owner.sealedCopies()
            ? Optional.of(keyset.sealer().seal(text.token(), id.toString()))
            : Optional.empty();
    KeyTable.insertSecret(tx.handle(), key, digest(text), sealed, tx.now());
    return new IssuedKey(key, text);
  }

  public Optional<Key> find(String organizationId, PublicId id) {
    return database.read(handle -> KeyTable.find(handle, organizationId, id));
  }

  /// Ends the key for good; it stays listed. Says whether there was a key to revoke: of one that
  /// is revoked already, the first reason stands.
  public boolean revoke(String organizationId, PublicId id, RevocationReason reason, String actor) {
    try {
      return database.write(
          tx ->
              KeyTable.revoke(
                  tx.handle(), organizationId, id, new Revocation(tx.now(), actor, reason)));
    } finally {
      changed.accept(id); // also when it failed: whether the commit took place is then not known
    }
  }

  /// Takes the key away with its secrets; only its id stays taken. Says whether there was one.
  public boolean delete(String organizationId, PublicId id, String actor) {
    try {
      return database.write(
          tx -> KeyTable.delete(tx.handle(), organizationId, id, new Stamp(tx.now(), actor)));
    } finally {
      changed.accept(id);
    }
  }

  /// The whole token again, where the organization keeps sealed copies.
  public Optional<Secret> reveal(String organizationId, PublicId id) {
    Optional<byte[]> sealed = database.read(handle -> KeyTable.sealed(handle, organizationId, id));
    Sealer sealer = keyset.sealer();
    return sealed.map(copy -> sealer.open(copy, id.toString()));
  }

  /// What the gate decides over: the one query of a cold key. It alone names no organization, for
  /// it finds out which one it is.
  public StoredKey load(PublicId id) {
    return database.read(handle -> KeyTable.load(handle, id));
  }

  /// Stores the digest of a secret that was just shown under the current pepper, in place of the
  /// one under an older pepper.
  public void rehash(String organizationId, PublicId id, SecretDigest old, SecretDigest fresh) {
    database.write(tx -> KeyTable.rehash(tx.handle(), organizationId, id, old, fresh));
    changed.accept(id);
  }

  private SecretDigest digest(KeyText text) {
    KeyReader reader = new KeyReader();
    if (!reader.read(Credential.token(text.token().reveal()))) {
      throw new IllegalStateException("a generated key is well-formed");
    }
    return reader.digest(keyset, FIRST_SLOT);
  }
}
