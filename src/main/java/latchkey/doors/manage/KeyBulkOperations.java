package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.keys.Key;
import latchkey.keys.KeyBulk;
import latchkey.keys.KeyBulk.Deed;
import latchkey.keys.KeyBulk.Report;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyRoom;
import latchkey.keys.Outcome;
import latchkey.keys.PublicId;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/keys/bulk`: one thing done to many keys, all or, if the process dies, none.
public final class KeyBulkOperations {
  private static final String BULK = KeyOperations.ALL + "/bulk";

  private final KeyRoom room;
  private final Organizations organizations;

  public KeyBulkOperations(KeyRoom room, Organizations organizations) {
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need update = Need.of(Right.KEYS_MANAGE, "keys.update");
    Need delete = Need.of(Right.KEYS_MANAGE, "keys.delete");
    return Stream.of(
            Operation.post(BULK + "/revoke", update, this::revoke),
            Operation.post(BULK + "/tag", update, this::tag),
            Operation.post(BULK + "/delete", delete, this::delete))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  private record Revoking(
      Optional<List<String>> ids,
      Optional<KeyQuestions> filter,
      Optional<String> reason,
      Optional<String> at) {}

  private Answer revoke(Call call) {
    Revoking wanted = call.body(Revoking.class);
    Deed deed =
        Faults.checked(
            () ->
                new Deed.Revoke(
                    KeyFields.reason(wanted.reason()), KeyOperations.time(wanted.at())));
    return each(call, wanted.ids(), wanted.filter(), deed);
  }

  private record Tagging(
      Optional<List<String>> ids,
      Optional<KeyQuestions> filter,
      Optional<List<String>> add,
      Optional<List<String>> remove) {}

  private Answer tag(Call call) {
    Tagging wanted = call.body(Tagging.class);
    Deed deed =
        Faults.checked(
            () -> new Deed.Tag(wanted.add().orElse(List.of()), wanted.remove().orElse(List.of())));
    return each(call, wanted.ids(), wanted.filter(), deed);
  }

  private record Deleting(Optional<List<String>> ids, Optional<KeyQuestions> filter) {}

  private Answer delete(Call call) {
    Deleting wanted = call.body(Deleting.class);
    return each(call, wanted.ids(), wanted.filter(), new Deed.Delete());
  }

  /// What came of it for each key.
  ///
  /// @param status `done`, `unchanged` (it was so already), `not_found` or `refused`
  private record Line(String id, String status, Optional<String> why) {
    static Line of(Report report) {
      String id = report.id().toString();
      return switch (report.outcome()) {
        case Outcome.Done<Key> _ ->
            new Line(id, report.changed() ? "done" : "unchanged", Optional.empty());
        case Outcome.Absent<Key> _ -> new Line(id, "not_found", Optional.empty());
        case Outcome.Refused<Key>(String why) ->
            new Line(id, "refused", Optional.of(KeyOperations.sentence(why)));
        case Outcome.Stale<Key> _, Outcome.Beyond<Key> _ ->
            throw new IllegalStateException("nothing asks for a version or widens a key");
      };
    }
  }

  private record Lines(List<Line> items) {}

  private Answer each(
      Call call, Optional<List<String>> ids, Optional<KeyQuestions> questions, Deed deed) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    if (ids.isPresent() == questions.isPresent()) {
      throw Faults.invalid("Say either ids or filter.");
    }
    List<PublicId> meant =
        ids.map(KeyBulkOperations::parsed).orElseGet(() -> found(call, caller, questions));
    List<Report> reports = room.bulk().each(caller.scope(), meant, deed, call.by());
    return Answer.of(new Lines(reports.stream().map(Line::of).toList()));
  }

  private static List<PublicId> parsed(List<String> ids) {
    if (ids.isEmpty() || ids.size() > KeyBulk.MOST_IDS) {
      throw Faults.invalid("ids are 1 to " + KeyBulk.MOST_IDS + ".");
    }
    return ids.stream()
        .map(
            id ->
                PublicId.parse(id)
                    .orElseThrow(() -> Faults.invalid("ids has what is no key's id.")))
        .toList();
  }

  private List<PublicId> found(Call call, KeyCaller caller, Optional<KeyQuestions> questions) {
    KeyFilter filter = Faults.checked(() -> questions.orElseThrow().filter(caller.catalog()));
    if (filter.equals(KeyFilter.ALL)) {
      throw Faults.invalid("The filter is empty: say which keys are meant.");
    }
    return room.bulk()
        .find(caller.scope(), filter, call.now())
        .orElseThrow(
            () ->
                Faults.conflict(
                    "too_many_keys",
                    "The filter finds more than %d keys: narrow it."
                        .formatted(KeyBulk.MOST_FOUND)));
  }
}
