package latchkey.keys;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.crypto.Hmac;
import latchkey.crypto.Keyset;
import latchkey.crypto.SlowWork;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Tx;
import latchkey.keys.ImportTable.Row;
import latchkey.keys.Key.Stamp;
import latchkey.keys.Outcome.Beyond;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;

/// Takes over keys of other systems by their digests, and finds them when they are used.
///
/// At its first use a key's text proves itself against the digest that came with it. From then on
/// it is digested as every secret is, under the pepper, and what was imported is forgotten.
public final class Imports {
  public static final int MOST_LINES = 1_000;

  /// Of checks that take long by intention, so many at a time; others wait, but not for ever.
  private static final int SLOW_AT_ONCE = 2;

  private static final int MOST_WAITING = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final Keyset keyset;
  private final SecureRandom random;
  private final Consumer<PublicId> changed;
  private final Runnable imported;
  private final SlowWork slow = new SlowWork("imported-keys", SLOW_AT_ONCE, MOST_WAITING, PATIENCE);

  /// @param imported called when there are more imported keys than before
  public Imports(
      Database database,
      Keyset keyset,
      SecureRandom random,
      Consumer<PublicId> changed,
      Runnable imported) {
    this.database = database;
    this.keyset = keyset;
    this.random = random;
    this.changed = changed;
    this.imported = imported;
  }

  /// Carries the results out of a transaction that is to leave nothing.
  private static final class Rehearsed extends RuntimeException {
    private final transient List<Outcome<Key>> outcomes;

    Rehearsed(List<Outcome<Key>> outcomes) {
      super(null, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
      this.outcomes = outcomes;
    }
  }

  /// Takes over what can be, in one transaction, and says what came of each.
  ///
  /// @param rehearsal whether only to say it, and to change nothing
  public List<Outcome<Key>> run(List<Imported> keys, boolean rehearsal, Ceiling ceiling, By by) {
    try {
      return database.write(
          tx -> {
            List<Outcome<Key>> outcomes = insert(tx, keys, ceiling, by);
            if (rehearsal) {
              throw new Rehearsed(outcomes);
            }
            return outcomes;
          });
    } catch (Rehearsed rehearsed) {
      return rehearsed.outcomes;
    } finally {
      imported.run(); // also when it failed: whether the commit took place is then not known
    }
  }

  private List<Outcome<Key>> insert(Tx tx, List<Imported> keys, Ceiling ceiling, By by) {
    List<Outcome<Key>> outcomes = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Imported one : keys) {
      Outcome<Key> outcome = insert(tx, one, ceiling, by);
      if (outcome instanceof Done(Key key)) {
        events.add(KeyEvents.imported(key));
      }
      outcomes.add(outcome);
    }
    if (!keys.isEmpty()) {
      AuditLog.append(tx, keys.getFirst().draft().organizationId(), by, events);
    }
    return outcomes;
  }

  private Outcome<Key> insert(Tx tx, Imported one, Ceiling ceiling, By by) {
    return KeyTable.ownerOf(tx.handle(), one.draft())
        .then(owner -> insert(tx, one, owner, ceiling, by));
  }

  private Outcome<Key> insert(Tx tx, Imported one, KeyTable.Owner owner, Ceiling ceiling, By by) {
    if (ImportTable.isTaken(tx.handle(), one.finder())) {
      return new Refused<>("a key with this id or digest was imported already");
    }
    PublicId id = PublicId.random(random);
    Key key = Key.made(one.draft(), id, owner.keyPrefix(), new Stamp(tx.now(), by.id()));
    List<String> beyond = ceiling.beyond(key);
    if (!beyond.isEmpty()) {
      return new Beyond<>(beyond);
    }
    KeyTable.insert(tx.handle(), key);
    Optional<byte[]> sealed = one.hmacKey().map(k -> keyset.sealer().seal(k, id.toString()));
    ImportTable.insert(tx.handle(), key, one.finder(), one.digest(), sealed);
    return new Done<>(key);
  }

  /// Whether there are any imported keys at all.
  public boolean any() {
    return database.read(ImportTable::any);
  }

  /// Which imported key this is, if it proves to be one. Blocks, and may take long.
  public Optional<PublicId> find(Credential credential) {
    String text = credential.text();
    List<byte[]> finders = new ArrayList<>(ForeignText.finders(text));
    for (int pepper = 1; pepper <= keyset.currentPepper(); pepper++) {
      if (keyset.pepper(pepper) != null) {
        finders.add(code(text, pepper));
      }
    }
    for (Row row : database.read(handle -> ImportTable.find(handle, finders))) {
      if (row.digest().isEmpty()) {
        return Optional.of(row.id()); // found by the secret itself
      }
      if (proves(text, row)) {
        forget(text, row);
        return Optional.of(row.id());
      }
    }
    return Optional.empty();
  }

  private boolean proves(String text, Row row) {
    ForeignDigest digest = row.digest().orElseThrow();
    byte[] hmacKey =
        row.sealedHmacKey()
            .map(kept -> keyset.sealer().open(kept, row.id().toString()))
            .map(Imported::bytes)
            .orElse(new byte[0]);
    if (!digest.form().isSlow()) {
      return digest.isOf(text, hmacKey);
    }
    try {
      return slow.run(() -> digest.isOf(text, hmacKey));
    } catch (SlowWork.Busy _) {
      throw DatabaseException.unavailable("too many imported keys are being checked");
    }
  }

  /// Keeps our own digest of the text instead of what was imported. Somebody else may have done so
  /// in the meantime, or have ended the key: then there is nothing to do.
  private void forget(String text, Row row) {
    byte[] code = code(text, keyset.currentPepper());
    try {
      int _ =
          database.write(
              tx -> {
                if (ImportTable.forget(tx.handle(), row, code)) {
                  SecretDigest digest = new SecretDigest(SLOT, keyset.currentPepper(), code);
                  KeyTable.insertSecret(
                      tx.handle(),
                      row.organizationId(),
                      row.id(),
                      digest,
                      Optional.empty(),
                      tx.now());
                }
                return 0;
              });
    } finally {
      changed.accept(row.id());
    }
  }

  /// An imported key has its own text in the first slot.
  static final int SLOT = 0;

  private byte[] code(String text, int pepper) {
    byte[] bytes = ForeignText.utf8(text);
    byte[] code = new byte[Hmac.LENGTH];
    new Hmac().code(Objects.requireNonNull(keyset.pepper(pepper)), bytes, 0, bytes.length, code);
    return code;
  }
}
