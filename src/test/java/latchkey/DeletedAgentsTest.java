package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.agents.Leavings;
import latchkey.agents.Profile;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Clearance;
import latchkey.crm.Contact;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.Desk;
import latchkey.crm.Listing;
import latchkey.crm.Notes;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.Wording;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.db.Tx;
import latchkey.files.ContactFile;
import latchkey.files.DiskBlobs;
import latchkey.files.Files;
import latchkey.files.Rules;
import latchkey.files.Scanner;
import latchkey.files.Shelf;
import latchkey.files.Upload;
import latchkey.forms.Form;
import latchkey.forms.FormField;
import latchkey.forms.FormTerms;
import latchkey.forms.Forms;
import latchkey.imports.Bounds;
import latchkey.imports.Imports;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for what a deleted agent had.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class DeletedAgentsTest {
  private static final String ORG = Desk.ACME.organizationId();
  private static final By ANN = By.person("ann", "Ann", Origin.NONE);
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final int MANY = 600;

  @Parameter TestDatabases engine;
  @TempDir Path folder;
  private Database database;
  private Desk desk;
  private Agents agents;
  private Files files;
  private Forms forms;
  private Imports imports;
  private Place gone;
  private Place other;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() throws IOException {
    database = engine.open(() -> now++);
    desk = new Desk(database);
    agents = new Agents(database, _ -> {});
    files =
        Files.open(
            database,
            DiskBlobs.in(folder.resolve("blobs")),
            folder.resolve("drafts"),
            new Rules(1_000, 10, 1_000, /* executables= */ false),
            Scanner.NONE,
            new Deaf());
    forms = new Forms(database, desk.contacts, desk.setups, Desk.REGIONS);
    imports =
        new Imports(
            database,
            desk.contacts,
            desk.setups,
            java.nio.file.Files.createDirectory(folder.resolve("imports")),
            Bounds.USUAL);
    gone = agent();
    other = agent();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static final class Deaf implements Files.Listener {
    @Override
    public void created(Tx tx, ContactFile file, By by) {
      // nobody listens
    }

    @Override
    public void deleted(Tx tx, ContactFile file, By by) {
      // nobody listens
    }
  }

  private Place agent() {
    Agent agent = agents.create(ORG, Agent.Kind.GENERAL, Profile.named("Bot"), ANN);
    return new Place(ORG, agent.id());
  }

  /// A bit of everything that an agent can have.
  private void fill(Place place) throws IOException {
    var _ = desk.setups.addField(place, "Card", key -> text(key, "Card", true), ANY, ANN);
    Wording renamed =
        new Wording(
            List.of(
                new Wording.Named("On", Optional.of("Active")),
                new Wording.Named("Inactive", Optional.empty())),
            Map.of());
    var _ = desk.setups.reword(place, Listing.STATUSES, renamed, ANY, ANN);
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < MANY; i++) {
                String sent = "{'email': 'a%1$d@example.com', 'customFields': {'card': '%1$d'}}";
                var _ =
                    desk.contacts.create(tx, place, Desk.json(sent.formatted(i)), false, Desk.KEY);
              }
              return MANY;
            });
    Contact contact =
        ((Creation.Created)
                desk.contacts.create(
                    place,
                    Desk.json("{'externalReferenceId': 'x', 'email': 'x@example.com'}"),
                    false,
                    Desk.KEY))
            .contact();
    var _ = desk.contacts.archive(place, new Ref.Id(contact.id()), ANY, Desk.KEY);
    var _ = new Notes(database).add(place, contact.id(), "a note", ANN);
    try (Upload upload = files.upload(new Shelf(ORG, place.agentId(), contact.id()))) {
      for (String content : List.of("the same", "of " + place.agentId())) {
        assertThat(upload.add("f.txt", stream(content))).isEmpty();
      }
      var _ = files.keep(upload, Desk.ANN);
    }
    FormField email = new FormField(text("email", "Email", false), Optional.empty());
    FormTerms terms = new FormTerms("News", "", List.of(email), FormTerms.State.PUBLISHED);
    Form form = forms.create(place, terms, ANN);
    var _ =
        forms.submit(
            place, form.id(), new Ref.External("x"), Desk.json("{'email': 'me'}"), Desk.KEY.by());
    try (Imports.Arrived file = imports.arrive(stream("Name,Email\nAnn,ann@example.com\n"))) {
      var _ = imports.take(place, "p.csv", Optional.empty(), Optional.empty(), file, ANN);
    }
  }

  private static CustomField text(String key, String label, boolean unique) {
    return new CustomField(
        key, label, CustomField.Type.TEXT, false, unique, OptionalInt.empty(), List.of(), false);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /// In how many rows each table names the agent.
  private Map<String, Long> rows(Place place) {
    return database.read(
        handle -> {
          Map<String, Long> rows = new TreeMap<>();
          for (String table : tables(handle)) {
            rows.put(
                table,
                handle
                    .createQuery("SELECT count(*) FROM " + table + " WHERE agent_id = :agent")
                    .bind("agent", place.agentId())
                    .mapTo(Long.class)
                    .one());
          }
          return rows;
        });
  }

  private static List<String> tables(Handle handle) {
    List<String> tables = new ArrayList<>();
    try (ResultSet columns =
        handle.getConnection().getMetaData().getColumns(null, null, "%", "agent_id")) {
      while (columns.next()) {
        tables.add(columns.getString("TABLE_NAME"));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return tables;
  }

  private long count(String from) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + from).mapTo(Long.class).one());
  }

  private long filesIn(String name) throws IOException {
    try (Stream<Path> all = java.nio.file.Files.walk(folder.resolve(name))) {
      return all.filter(java.nio.file.Files::isRegularFile).count();
    }
  }

  private List<String> said() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT description FROM audit_entry
                    WHERE org_id = :org AND resource_id = :agent ORDER BY seq DESC LIMIT 2
                    """)
                .bind("org", ORG)
                .bind("agent", gone.agentId())
                .mapTo(String.class)
                .list());
  }

  @Test
  void allThatADeletedAgentHadGoesAndNothingOfAnother() throws IOException {
    fill(gone);
    fill(other);
    Map<String, Long> before = rows(other);
    assertThat(before)
        .containsKeys(
            "contact",
            "contact_note",
            "contact_file",
            "form",
            "form_submission",
            "crm_setup",
            "contact_import",
            "outbox_event",
            "contact_unique",
            "contact_count",
            "crm_move");
    long bytes = files.bytesOf(ORG);

    var _ = agents.delete(ORG, gone.agentId(), ANY, ANN);
    DeletedAgents deleted = new DeletedAgents(database, files, imports);
    deleted.clear(now);
    assertThat(rows(gone)).containsEntry("contact", MANY + 1L); // somebody may be at it still

    deleted.clear(now + DeletedAgents.LATE.toMillis() + 1_000);
    assertThat(rows(gone).values()).containsOnly(0L);
    assertThat(rows(other)).isEqualTo(before);
    assertThat(count("contact_search")).isEqualTo(MANY + 1);
    assertThat(files.bytesOf(ORG)).isEqualTo(bytes / 2);
    assertThat(filesIn("blobs")).isEqualTo(2);
    assertThat(filesIn("imports")).isEqualTo(1);
    assertThat(said())
        .containsExactly(
            "Removed all data of the deleted agent: contacts: 601, files: 2, forms: 1",
            "Deleted the agent \"Bot\" and revoked its 0 keys");
  }

  @Test
  void whatWasBrokenOffGoesOn() throws IOException {
    fill(gone);
    var _ = agents.delete(ORG, gone.agentId(), ANY, ANN);
    Leavings.Left left = new Leavings.Left(ORG, gone.agentId());
    int some =
        database.write(
            tx -> {
              int contacts = Clearance.contacts(tx, gone, 7);
              Leavings.count(tx, left, new Leavings.Gone(contacts, 0, 0));
              return contacts;
            });
    assertThat(some).isEqualTo(7);

    new DeletedAgents(database, files, imports).clear(Long.MAX_VALUE);
    assertThat(rows(gone).values()).containsOnly(0L);
    assertThat(said().getFirst()).contains("contacts: 601, files: 2, forms: 1");
    assertThat(files.bytesOf(ORG)).isZero();
    new DeletedAgents(database, files, imports).clear(Long.MAX_VALUE);
    assertThat(said().getFirst()).contains("contacts: 601");
  }
}
