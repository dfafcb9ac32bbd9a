package latchkey.keys;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.Key.Stamp;
import latchkey.keys.Outcome.Absent;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Stale;

/// How every change of a key comes about: read, decide, write if nobody else did, note it in the
/// audit log, and announce it when it is durable, before the caller hears of it.
final class Editing {
  private final Database database;
  private final Consumer<PublicId> changed;

  Editing(Database database, Consumer<PublicId> changed) {
    this.database = database;
    this.changed = changed;
  }

  /// What the key shall be, or why not. Where nothing changes, it answers the key as it was.
  interface Edit {
    Outcome<Key> of(Tx tx, Key before);
  }

  /// A change in its transaction, not yet in the audit log.
  record Edited(Key key, Optional<Event> event) {}

  /// Changes one key.
  Outcome<Key> one(Scope scope, PublicId id, OptionalLong version, By by, String verb, Edit edit) {
    return announcing(
        List.of(id),
        tx -> {
          Outcome<Edited> outcome = edit(tx, scope, id, version, by, verb, edit);
          if (outcome instanceof Done(Edited(_, Optional<Event> event))) {
            event.ifPresent(e -> AuditLog.append(tx, scope.organizationId(), by, e));
          }
          return outcome.map(Edited::key);
        });
  }

  /// Runs a transaction that may change these keys, and announces them also if it failed: whether
  /// the commit took place is then not known.
  <T> T announcing(List<PublicId> ids, Function<Tx, T> work) {
    try {
      return database.write(work);
    } finally {
      ids.forEach(changed);
    }
  }

  /// A row that another transaction changed meanwhile is read again.
  static Outcome<Edited> edit(
      Tx tx, Scope scope, PublicId id, OptionalLong version, By by, String verb, Edit edit) {
    while (true) {
      Optional<Key> found =
          KeyTable.find(tx.handle(), scope.organizationId(), id).filter(scope::sees);
      if (found.isEmpty()) {
        return new Absent<>();
      }
      Key before = found.get();
      if (version.isPresent() && version.getAsLong() != before.version()) {
        return new Stale<>(before.version());
      }
      Outcome<Key> wanted = edit.of(tx, before);
      if (!(wanted instanceof Done(Key draft)) || draft.equals(before)) {
        return wanted.map(key -> new Edited(key, Optional.empty()));
      }
      Key after = draft.changed(new Stamp(tx.now(), by.id()));
      if (KeyTable.update(tx.handle(), before, after)) {
        return new Done<>(new Edited(after, Optional.of(KeyEvents.changed(verb, before, after))));
      }
    }
  }
}
