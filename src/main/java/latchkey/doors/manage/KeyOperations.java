package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.KeyRoom;
import latchkey.keys.KeyTerms;
import latchkey.keys.Outcome;
import latchkey.keys.PublicId;
import latchkey.keys.Scope;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/keys`: keys and their life, but for rotation, bulk and import.
///
/// A management key of one agent works on that agent's keys, and sees no others.
public final class KeyOperations {
  static final String ALL = "/api/v1/keys";
  static final String ONE = ALL + "/{keyId}";
  private static final String SORT = "sort";

  private final KeyRoom room;
  private final Organizations organizations;

  public KeyOperations(KeyRoom room, Organizations organizations) {
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    Need create = Need.of(Right.KEYS_MANAGE, "keys.create");
    Need update = Need.of(Right.KEYS_MANAGE, "keys.update");
    Need delete = Need.of(Right.KEYS_MANAGE, "keys.delete");
    return Stream.of(
            Operation.list(ALL, read, this::list, KeyQuestions.PARAMETERS).taking(SORT),
            Operation.create(ALL, create, this::create),
            Operation.post(ALL + "/check", create, this::check),
            Operation.get(ONE, read, this::show),
            Operation.patch(ONE, update, this::change),
            Operation.delete(ONE, delete, this::delete),
            Operation.post(ONE + "/revoke", update, this::revoke),
            Operation.delete(ONE + "/revocation", update, this::keep),
            Operation.post(ONE + "/sealed-copy", update, this::reveal))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  private Answer list(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Page page = call.page();
    KeyFilter filter = Faults.checked(() -> KeyQuestions.of(call).filter(caller.catalog()));
    Order order = KeyQuestions.order(call.parameter(SORT));
    KeyPage found =
        room.list().page(caller.scope(), filter, order, position(page), page.limit(), call.now());
    return Answer.of(
        new Page.Listed<>(
            found.entries().stream().map(entry -> KeyShape.of(entry, call.now())).toList(),
            cursor(found, page)));
  }

  /// A page of those that pass the filter, the newest first.
  static KeyPage newest(KeyRoom room, Scope scope, KeyFilter filter, Page page, long now) {
    return room.list().page(scope, filter, Order.NEWEST, position(page), page.limit(), now);
  }

  /// Where a list of keys goes on.
  static Optional<String> cursor(KeyPage found, Page page) {
    return found.next().map(next -> cursor(next, page));
  }

  static String cursor(Position next, Page page) {
    return page.cursors().text(List.of(next.value(), next.id()));
  }

  static Optional<Position> position(Page page) {
    return page.after().map(parts -> new Position(parts.getFirst(), parts.getLast()));
  }

  private Answer create(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    KeyFields.New wanted = call.body(KeyFields.New.class);
    KeyDraft draft = wanted.draft(caller);
    IssuedKey issued = done(room.keys().create(draft, caller.ceiling(), call.by()));
    return Answer.created(KeyShape.Secrets.of(issued, call.now()), ALL + "/" + issued.key().id())
        .version(issued.key().version());
  }

  private record Checked(List<FieldFaults.Fault> fields) {}

  /// What would be wrong with a key, field by field; fields that are left out are not.
  private Answer check(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    KeyFields.Changes fields = call.body(KeyFields.Changes.class);
    FieldFaults faults = new FieldFaults();
    var _ =
        fields.to(
            KeyTerms.of(".", List.of("."), caller.organization().plan().limits()), caller, faults);
    return Answer.of(new Checked(faults.list()));
  }

  private Answer show(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return room.list()
        .find(caller.scope(), id(call))
        .map(entry -> Answer.of(KeyShape.of(entry, call.now())).version(entry.key().version()))
        .orElseThrow(KeyOperations::absent);
  }

  private Answer change(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    KeyFields.Changes changes = call.body(KeyFields.Changes.class);
    return shown(
        call,
        Faults.checked(
            () ->
                room.keys()
                    .change(
                        caller.scope(),
                        id(call),
                        call.version(),
                        before -> changes.to(before, caller),
                        caller.ceiling(),
                        call.by())));
  }

  private Answer delete(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Key _ = done(room.keys().delete(caller.scope(), id(call), call.version(), call.by()));
    return Answer.none();
  }

  private record Revoking(Optional<String> reason, Optional<String> at) {}

  private Answer revoke(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Revoking how = call.body(Revoking.class);
    return shown(
        call,
        Faults.checked(
            () ->
                room.keys()
                    .revoke(
                        caller.scope(),
                        id(call),
                        call.version(),
                        KeyFields.reason(how.reason()),
                        time(how.at()),
                        call.by())));
  }

  static OptionalLong time(Optional<String> text) {
    return text.map(KeyFields::instant).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Answer keep(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return shown(
        call,
        room.keys().keep(caller.scope(), id(call), call.version(), caller.ceiling(), call.by()));
  }

  private record Revealed(SecretText token) {}

  private Answer reveal(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Secret token = done(room.keys().reveal(caller.scope(), id(call), caller.ceiling(), call.by()));
    return Answer.of(new Revealed(new SecretText(token)));
  }

  /// The key's id, or all of its public part.
  static PublicId id(Call call) {
    return id(call.path("keyId"));
  }

  static PublicId id(String text) {
    return PublicId.parse(text.substring(text.lastIndexOf('_') + 1))
        .orElseThrow(KeyOperations::absent);
  }

  static Answer shown(Call call, Outcome<Key> outcome) {
    Key key = done(outcome);
    long now = Math.max(call.now(), key.updated().at()); // so that its own change is seen
    return Answer.of(KeyShape.of(key, now)).version(key.version());
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Absent<T> _ -> throw absent();
      case Outcome.Stale<T>(long version) -> throw Faults.stale(version);
      case Outcome.Refused<T>(String why) -> throw Faults.conflict("key_state", sentence(why));
      case Outcome.Beyond<T>(List<String> what) -> throw beyond(what);
    };
  }

  static Problem beyond(List<String> what) {
    return Faults.forbidden(
            "wider_than_yourself",
            "Nobody makes a key that reaches further than they do, or takes one into their hands: "
                + "this is about "
                + String.join(", ", what)
                + ".")
        .with("beyond", what);
  }

  static Problem absent() {
    return Faults.absent("key");
  }

  static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
