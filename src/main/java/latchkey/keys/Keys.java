package latchkey.keys;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.Key.Revocation;
import latchkey.keys.Key.Stamp;
import latchkey.keys.Outcome.Absent;
import latchkey.keys.Outcome.Beyond;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;
import latchkey.keys.Outcome.Stale;

/// What one can do with a key. Every change is announced to `changed` after it is durable and
/// before the caller hears of it: that is what lets the gate promise that an answered revocation
/// holds.
public final class Keys {
  /// Of an agent that is deleted; what bounds the memory that it takes.
  private static final int KEYS_AT_ONCE = 500;

  private final Database database;
  private final Keyset keyset;
  private final Editing editing;
  private final SecretMaker secrets;
  private final SecureRandom random;

  public Keys(Database database, Keyset keyset, SecureRandom random, Consumer<PublicId> changed) {
    this.database = database;
    this.keyset = keyset;
    this.random = random;
    this.editing = new Editing(database, changed);
    this.secrets = new SecretMaker(keyset, random);
  }

  /// Issues for the program itself.
  ///
  /// @throws IllegalArgumentException when there is no such organization or agent
  public IssuedKey issue(KeyDraft draft, By by) {
    return issue(draft, PublicId.random(random), by);
  }

  /// Issues under an id of the caller's choice, for data that is the same at every start.
  public IssuedKey issue(KeyDraft draft, PublicId id, By by) {
    return switch (create(draft, id, Ceiling.none(), by)) {
      case Done<IssuedKey>(var issued) -> issued;
      case Refused<IssuedKey>(var why) -> throw new IllegalArgumentException(why);
      case Absent<IssuedKey> _, Stale<IssuedKey> _, Beyond<IssuedKey> _ ->
          throw new IllegalStateException("a new key is neither absent, stale nor beyond");
    };
  }

  /// Makes a key no wider than who makes it.
  public Outcome<IssuedKey> create(KeyDraft draft, Ceiling ceiling, By by) {
    return create(draft, PublicId.random(random), ceiling, by);
  }

  private Outcome<IssuedKey> create(KeyDraft draft, PublicId id, Ceiling ceiling, By by) {
    // Announced too: a stranger may have asked for this id before, and was answered "unknown".
    return editing.announcing(List.of(id), tx -> insert(tx, draft, id, ceiling, by));
  }

  private Outcome<IssuedKey> insert(Tx tx, KeyDraft draft, PublicId id, Ceiling ceiling, By by) {
    return KeyTable.ownerOf(tx.handle(), draft)
        .then(owner -> insert(tx, draft, owner, id, ceiling, by));
  }

  private Outcome<IssuedKey> insert(
      Tx tx, KeyDraft draft, KeyTable.Owner owner, PublicId id, Ceiling ceiling, By by) {
    Key key = Key.made(draft, id, owner.keyPrefix(), new Stamp(tx.now(), by.id()));
    List<String> beyond = ceiling.beyond(key);
    if (!beyond.isEmpty()) {
      return new Beyond<>(beyond);
    }
    KeyTable.insert(tx.handle(), key);
    KeyText text = secrets.make(tx, key, owner.sealedCopies());
    AuditLog.append(tx, key.organizationId(), by, KeyEvents.created(key));
    return new Done<>(new IssuedKey(key, text));
  }

  public Optional<Key> find(Scope scope, PublicId id) {
    return database.read(
        handle -> KeyTable.find(handle, scope.organizationId(), id).filter(scope::sees));
  }

  /// Changes what the key is called and may do. What it may do then, wider or narrower, holds for
  /// every request that starts after this has returned.
  ///
  /// @param change may throw IllegalArgumentException: nothing is changed then
  public Outcome<Key> change(
      Scope scope,
      PublicId id,
      OptionalLong version,
      UnaryOperator<KeyTerms> change,
      Ceiling ceiling,
      By by) {
    return editing.one(
        scope,
        id,
        version,
        by,
        "Changed",
        (_, before) -> {
          Key after = before.on(change.apply(before.terms()));
          List<String> added = ceiling.added(before, after);
          return added.isEmpty() ? new Done<>(after) : new Beyond<>(added);
        });
  }

  /// Ends the key for good, now or, where a time is given, then; it stays listed. Of one that is
  /// revoked already, the first reason stands.
  public Outcome<Key> revoke(
      Scope scope,
      PublicId id,
      OptionalLong version,
      RevocationReason reason,
      OptionalLong at,
      By by) {
    return editing.one(scope, id, version, by, verb(at), revocation(reason, at, by));
  }

  static String verb(OptionalLong at) {
    return at.isPresent() ? "Scheduled the revocation of" : "Revoked";
  }

  static Editing.Edit revocation(RevocationReason reason, OptionalLong at, By by) {
    return (tx, before) -> {
      long now = tx.now();
      if (before.revokedAt(now)) {
        return new Done<>(before);
      }
      long end = at.orElse(now);
      return end < now
          ? new Refused<>("the time of the revocation lies in the past")
          : new Done<>(before.revoked(Optional.of(new Revocation(end, by.id(), reason))));
    };
  }

  /// Ends the key now.
  public Outcome<Key> revoke(String organizationId, PublicId id, RevocationReason reason, By by) {
    return revoke(
        Scope.of(organizationId), id, OptionalLong.empty(), reason, OptionalLong.empty(), by);
  }

  /// Ends the keys of an agent in the transaction that deletes it, each with its entry, and says
  /// how many. The gate hears of it with the change of the organization, on which all its keys
  /// hang.
  public int agentDeleted(Tx tx, String organizationId, String agentId, By by) {
    Revocation revocation =
        new Revocation(tx.now(), by.id(), RevocationReason.CESSATION_OF_OPERATION);
    // All rows before the first entry, which locks the chain's head.
    List<String> ids =
        KeyTable.holdKeysOfAgent(tx.handle(), organizationId, agentId, revocation.at());
    for (int i = 0; i < ids.size(); i += KEYS_AT_ONCE) {
      List<String> part = ids.subList(i, Math.min(i + KEYS_AT_ONCE, ids.size()));
      List<Key> before = KeyTable.list(tx.handle(), organizationId, part);
      KeyTable.revoke(tx.handle(), organizationId, part, revocation);
      AuditLog.append(
          tx,
          organizationId,
          by,
          before.stream().map(key -> KeyEvents.endedWithAgent(key, revocation)).toList());
    }
    return ids.size();
  }

  /// Takes back a revocation that lies ahead.
  public Outcome<Key> keep(Scope scope, PublicId id, OptionalLong version, Ceiling ceiling, By by) {
    return editing.one(
        scope,
        id,
        version,
        by,
        "Took back the revocation of",
        (tx, before) -> {
          if (before.revocation().isEmpty() || before.revokedAt(tx.now())) {
            return new Refused<>("no revocation of the key lies ahead");
          }
          List<String> beyond = ceiling.beyond(before);
          return beyond.isEmpty()
              ? new Done<>(before.revoked(Optional.empty()))
              : new Beyond<>(beyond);
        });
  }

  /// Takes the key away with its secrets; only its id stays taken.
  public Outcome<Key> delete(Scope scope, PublicId id, OptionalLong version, By by) {
    return editing.announcing(
        List.of(id),
        tx -> {
          Outcome<Key> outcome = delete(tx, scope, id, version, by);
          if (outcome instanceof Done(Key key)) {
            AuditLog.append(tx, scope.organizationId(), by, KeyEvents.deleted(key));
          }
          return outcome;
        });
  }

  /// Answers the key as it was; the audit log is left to the caller.
  static Outcome<Key> delete(Tx tx, Scope scope, PublicId id, OptionalLong version, By by) {
    while (true) {
      Optional<Key> found =
          KeyTable.find(tx.handle(), scope.organizationId(), id).filter(scope::sees);
      if (found.isEmpty()) {
        return new Absent<>();
      }
      Key key = found.get();
      if (version.isPresent() && version.getAsLong() != key.version()) {
        return new Stale<>(key.version());
      }
      if (KeyTable.delete(tx.handle(), key, new Stamp(tx.now(), by.id()))) {
        return new Done<>(key);
      }
    }
  }

  /// Deletes whatever version there is.
  public Outcome<Key> delete(String organizationId, PublicId id, By by) {
    return delete(Scope.of(organizationId), id, OptionalLong.empty(), by);
  }

  /// The whole token again, where the organization keeps sealed copies. That it was read is in
  /// the audit log before anybody sees it.
  public Outcome<Secret> reveal(Scope scope, PublicId id, Ceiling ceiling, By by) {
    return database.write(
        tx -> {
          Optional<Key> found =
              KeyTable.find(tx.handle(), scope.organizationId(), id).filter(scope::sees);
          if (found.isEmpty()) {
            return new Absent<>();
          }
          Key key = found.get();
          List<String> beyond = ceiling.beyond(key);
          if (!beyond.isEmpty()) {
            return new Beyond<>(beyond);
          }
          Optional<byte[]> sealed = KeyTable.sealed(tx.handle(), key);
          if (sealed.isEmpty()) {
            return new Refused<>("no sealed copy of the key's secret is kept");
          }
          Secret token = keyset.sealer().open(sealed.get(), id.toString());
          AuditLog.append(tx, scope.organizationId(), by, KeyEvents.revealed(key));
          return new Done<>(token);
        });
  }

  /// What the gate decides over: the one query of a cold key. It alone names no organization, for
  /// it finds out which one it is.
  public StoredKey load(PublicId id) {
    return database.read(handle -> KeyTable.load(handle, id));
  }

  /// Stores the digest of a secret that was just shown under the current pepper, in place of the
  /// one under an older pepper.
  public void rehash(String organizationId, PublicId id, SecretDigest old, SecretDigest fresh) {
    int _ =
        editing.announcing(
            List.of(id), tx -> KeyTable.rehash(tx.handle(), organizationId, id, old, fresh));
  }
}
