package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import latchkey.crm.Contacts;
import latchkey.crm.Note;
import latchkey.crm.Noted;
import latchkey.crm.Notes;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/contacts/{contactId}/notes`.
public final class NoteOperations {
  private static final String ALL = ContactOperations.ONE + "/notes";
  private static final String ONE = ALL + "/{noteId}";

  private final AgentPlaces places;
  private final Contacts contacts;
  private final Notes notes;

  public NoteOperations(AgentPlaces places, Contacts contacts, Notes notes) {
    this.places = places;
    this.contacts = contacts;
    this.notes = notes;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    Need update = Need.of(Right.CONTACTS_MANAGE, "contacts.update");
    return List.of(
        Operation.list(ALL, read, this::list).alsoForOneAgent(),
        Operation.create(ALL, update, this::add).alsoForOneAgent(),
        Operation.get(ONE, read, this::show).alsoForOneAgent(),
        Operation.patch(ONE, update, this::change).alsoForOneAgent(),
        Operation.delete(ONE, update, this::delete).alsoForOneAgent());
  }

  private record Author(String id, String name) {}

  private record Shown(
      String id,
      String contactId,
      String text,
      Author author,
      Instant createdAt,
      Instant updatedAt,
      long version) {
    static Shown of(Note note) {
      return new Shown(
          note.id(),
          note.contactId(),
          note.text(),
          new Author(note.authorId(), note.authorName()),
          Instant.ofEpochMilli(note.createdAt()),
          Instant.ofEpochMilli(note.updatedAt()),
          note.version());
    }
  }

  private Answer list(Call call) {
    Place place = places.of(call);
    String contact = call.path("contactId");
    if (contacts.find(place, new Ref.Id(contact)).isEmpty()) {
      throw Faults.absent("contact");
    }
    Page page = call.page();
    return page.answer(
        notes.list(place, contact, page.after().map(List::getFirst), page.oneMore()),
        note -> List.of(note.id()),
        Shown::of);
  }

  private Answer show(Call call) {
    Note note =
        notes
            .find(places.of(call), call.path("contactId"), call.path("noteId"))
            .orElseThrow(NoteOperations::absent);
    return shown(note);
  }

  private record Written(String text) {}

  private Answer add(Call call) {
    Place place = places.of(call);
    String text = call.body(Written.class).text();
    Noted noted = Faults.checked(() -> notes.add(place, call.path("contactId"), text, call.by()));
    Note note = done(noted, "contact");
    String location =
        "/api/v1/agents/%s/contacts/%s/notes/%s"
            .formatted(place.agentId(), note.contactId(), note.id());
    return Answer.created(Shown.of(note), location).version(note.version());
  }

  private Answer change(Call call) {
    Place place = places.of(call);
    String text = call.body(Written.class).text();
    return shown(
        done(
            Faults.checked(
                () ->
                    notes.change(
                        place,
                        call.path("contactId"),
                        call.path("noteId"),
                        call.version(),
                        text,
                        call.by())),
            "note"));
  }

  private Answer delete(Call call) {
    Note _ =
        done(
            notes.delete(
                places.of(call),
                call.path("contactId"),
                call.path("noteId"),
                call.version(),
                call.by()),
            "note");
    return Answer.none();
  }

  private static Answer shown(Note note) {
    return Answer.of(Shown.of(note)).version(note.version());
  }

  private static Note done(Noted noted, String what) {
    return switch (noted) {
      case Noted.Done(var note) -> note;
      case Noted.Absent _ -> throw Faults.absent(what);
      case Noted.Stale(var version) -> throw Faults.stale(version);
      case Noted.Anothers _ ->
          throw Faults.forbidden(
              "not_the_author", "Only who wrote a note changes it; it may be deleted.");
      case Noted.TooMany(var most) ->
          throw Faults.conflict(
              "too_many_notes",
              "A contact has at most %,d notes: delete some first.".formatted(most));
    };
  }

  private static Problem absent() {
    return Faults.absent("note");
  }
}
