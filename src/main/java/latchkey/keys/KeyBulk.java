package latchkey.keys;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.Editing.Edited;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.Outcome.Done;

/// Does one thing to many keys, in one transaction: all of it or, if the process dies, none.
public final class KeyBulk {
  /// Of ids that somebody lists.
  public static final int MOST_IDS = 100;

  /// Of keys that a filter finds.
  public static final int MOST_FOUND = 1_000;

  private final Editing editing;
  private final KeyList list;

  public KeyBulk(Database database, Consumer<PublicId> changed) {
    this.editing = new Editing(database, changed);
    this.list = new KeyList(database);
  }

  /// What is done to each key.
  public sealed interface Deed {
    record Revoke(RevocationReason reason, OptionalLong at) implements Deed {}

    record Delete() implements Deed {}

    record Tag(List<String> added, List<String> removed) implements Deed {
      public Tag {
        added = new Tags(added).list();
        removed = new Tags(removed).list();
      }
    }
  }

  /// What came of it for one key.
  ///
  /// @param changed whether the key is not as it was before
  public record Report(PublicId id, Outcome<Key> outcome, boolean changed) {}

  /// The keys that a filter finds, unless they are too many.
  public Optional<List<PublicId>> find(Scope scope, KeyFilter filter, long now) {
    List<PublicId> found = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    do {
      KeyPage page = list.page(scope, filter, Order.OLDEST, after, MOST_FOUND, now);
      page.entries().forEach(entry -> found.add(entry.key().id()));
      after = page.next();
    } while (after.isPresent() && found.size() <= MOST_FOUND);
    return found.size() > MOST_FOUND ? Optional.empty() : Optional.of(found);
  }

  /// Does it to each of the keys, and says what came of it in their order.
  public List<Report> each(Scope scope, List<PublicId> ids, Deed deed, By by) {
    if (ids.size() > MOST_FOUND) {
      throw new IllegalArgumentException("at most " + MOST_FOUND + " keys at once");
    }
    List<PublicId> once = List.copyOf(new LinkedHashSet<>(ids));
    return editing.announcing(once, tx -> each(tx, scope, once, deed, by));
  }

  private static List<Report> each(Tx tx, Scope scope, List<PublicId> ids, Deed deed, By by) {
    List<Report> reports = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    // In the order of their ids, so that two of these cannot block each other.
    for (PublicId id :
        ids.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList()) {
      Outcome<Edited> outcome = one(tx, scope, id, deed, by);
      Optional<Event> event =
          outcome instanceof Done(Edited edited) ? edited.event() : Optional.empty();
      event.ifPresent(events::add);
      reports.add(new Report(id, outcome.map(Edited::key), event.isPresent()));
    }
    AuditLog.append(tx, scope.organizationId(), by, events);
    reports.sort((a, b) -> Integer.compare(ids.indexOf(a.id()), ids.indexOf(b.id())));
    return reports;
  }

  private static Outcome<Edited> one(Tx tx, Scope scope, PublicId id, Deed deed, By by) {
    OptionalLong any = OptionalLong.empty();
    return switch (deed) {
      case Deed.Revoke(var reason, var at) ->
          Editing.edit(tx, scope, id, any, by, Keys.verb(at), Keys.revocation(reason, at, by));
      case Deed.Tag(var added, var removed) ->
          Editing.edit(
              tx, scope, id, any, by, "Tagged", (_, before) -> tagged(before, added, removed));
      case Deed.Delete _ ->
          Keys.delete(tx, scope, id, any, by)
              .map(key -> new Edited(key, Optional.of(KeyEvents.deleted(key))));
    };
  }

  private static Outcome<Key> tagged(Key before, List<String> added, List<String> removed) {
    Tags tags;
    try {
      tags = before.terms().tags().changed(added, removed);
    } catch (IllegalArgumentException e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    }
    return new Done<>(before.on(before.terms().tagged(tags)));
  }
}
