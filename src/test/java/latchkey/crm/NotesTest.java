package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for notes.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class NotesTest {
  private static final By ANN = Desk.ANN.by();
  private static final By BOB = By.person("bob", "Bob", Origin.NONE);

  @Parameter TestDatabases engine;
  private Database database;
  private Notes notes;
  private String contact;
  private String other;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now++);
    Desk desk = new Desk(database);
    notes = new Notes(database);
    contact = desk.made("{'email': 'a@example.com'}").id();
    other = desk.made("{'email': 'b@example.com'}").id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Note done(Noted noted) {
    return ((Noted.Done) noted).note();
  }

  private Note add(String text) {
    return done(notes.add(Desk.ACME, contact, text, ANN));
  }

  private List<Note> list(Optional<String> before, int most) {
    return notes.list(Desk.ACME, contact, before, most);
  }

  @Test
  void notesAreListedTheNewestFirstAndPaged() {
    Note first = add(" Call back\nin May ");
    Note second = add("Zürich 🦊");
    Note third = add("third");
    assertThat(first.text()).isEqualTo("Call back\nin May");
    assertThat(list(Optional.empty(), 9)).containsExactly(third, second, first);
    assertThat(list(Optional.of(third.id()), 1)).containsExactly(second);
    assertThat(notes.find(Desk.ACME, contact, second.id())).contains(second);
    assertThat(notes.list(Desk.ACME, other, Optional.empty(), 9)).isEmpty();
  }

  @Test
  void aContactHasABoundedNumberOfNotes() {
    notes = new Notes(database, 2);
    Note first = add("one");
    var _ = add("two");
    assertThat(notes.add(Desk.ACME, contact, "three", ANN)).isEqualTo(new Noted.TooMany(2));
    assertThat(list(Optional.empty(), 9)).hasSize(2);
    assertThat(notes.add(Desk.ACME, other, "one", ANN)).isInstanceOf(Noted.Done.class);
    var _ = done(notes.delete(Desk.ACME, contact, first.id(), OptionalLong.empty(), ANN));
    assertThat(add("three").text()).isEqualTo("three");
  }

  @Test
  void onlyItsAuthorChangesANoteAndWhoManagesContactsDeletesIt() {
    Note note = add("one");
    OptionalLong any = OptionalLong.empty();
    assertThat(notes.change(Desk.ACME, contact, note.id(), any, "two", BOB))
        .isEqualTo(new Noted.Anothers());
    Note changed = done(notes.change(Desk.ACME, contact, note.id(), any, "two", ANN));
    assertThat(changed.text()).isEqualTo("two");
    assertThat(changed.version()).isEqualTo(2);
    assertThat(list(Optional.empty(), 9)).containsExactly(changed);
    assertThat(notes.change(Desk.ACME, contact, note.id(), OptionalLong.of(1), "three", ANN))
        .isEqualTo(new Noted.Stale(2));
    assertThat(notes.delete(Desk.ACME, contact, note.id(), OptionalLong.of(1), BOB))
        .isEqualTo(new Noted.Stale(2));
    assertThat(notes.delete(Desk.ACME, contact, note.id(), OptionalLong.of(2), BOB))
        .isEqualTo(new Noted.Done(changed));
    assertThat(list(Optional.empty(), 9)).isEmpty();
    assertThat(notes.delete(Desk.ACME, contact, note.id(), any, BOB)).isEqualTo(new Noted.Absent());
  }

  @Test
  void whatIsNotThereHasNoNotes() {
    Note note = add("one");
    OptionalLong any = OptionalLong.empty();
    Noted absent = new Noted.Absent();
    for (Place place : List.of(Desk.SALES, Desk.OTHER)) {
      assertThat(notes.add(place, contact, "x", ANN)).isEqualTo(absent);
      assertThat(notes.change(place, contact, note.id(), any, "x", ANN)).isEqualTo(absent);
      assertThat(notes.delete(place, contact, note.id(), any, ANN)).isEqualTo(absent);
      assertThat(notes.find(place, contact, note.id())).isEmpty();
    }
    assertThat(notes.add(Desk.ACME, "no-id", "x", ANN)).isEqualTo(absent);
    assertThat(notes.change(Desk.ACME, other, note.id(), any, "x", ANN)).isEqualTo(absent);
    assertThat(list(Optional.empty(), 9)).containsExactly(note);
  }

  @Test
  void aNoteSaysSomethingWithinBounds() {
    Note note = add("one");
    for (String text : List.of(" ", "a\u0000b", "x".repeat(Note.LONGEST + 1))) {
      assertThatThrownBy(() -> add(text)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> notes.change(Desk.ACME, contact, note.id(), OptionalLong.empty(), text, ANN))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(list(Optional.empty(), 9)).containsExactly(note);
  }

  @Test
  void theAuditLogSaysWhoDidWhatButNotWhatANoteSays() {
    Note note = add("a secret");
    var _ = notes.delete(Desk.ACME, contact, note.id(), OptionalLong.empty(), BOB);
    List<String> entries =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT actor_id || ' ' || description || COALESCE("before", '')
                          || COALESCE("after", '')
                        FROM audit_entry WHERE resource = 'Note' ORDER BY seq
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(entries)
        .containsExactly(
            "ann Wrote a note on the contact " + contact,
            "bob Deleted a note on the contact " + contact);
  }
}
