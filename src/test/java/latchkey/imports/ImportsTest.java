package latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Arrivals;
import latchkey.crm.Author;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.Fields;
import latchkey.crm.Filter;
import latchkey.crm.Noted;
import latchkey.crm.Notes;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.Setups;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.crm.Source;
import latchkey.crm.Staff;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.TestDatabases;
import latchkey.imports.Import.Progress;
import latchkey.imports.Import.State;
import latchkey.imports.Import.Undone;
import latchkey.imports.Imports.Outcome;
import latchkey.imports.Plan.Duplicates;
import latchkey.imports.Plan.Existing;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for imports.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class ImportsTest {
  private static final Place ACME = new Place("org_acme", "a1a1a1a1a1a1a1a1a1a1a1a1");
  private static final Place SALES = new Place("org_acme", "b2b2b2b2b2b2b2b2b2b2b2b2");
  private static final By ANN = By.person("ann", "Ann", Origin.NONE);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Plan PLAN = plan(Existing.ERROR, Duplicates.CREATE);

  @Parameter TestDatabases engine;
  @TempDir Path folder;
  private Database database;
  private Contacts contacts;
  private Imports imports;
  private final Set<String> filed = ConcurrentHashMap.newKeySet();
  private boolean agentIsThere = true;
  private long now = 1_700_000_000_000L;

  private static final class Town implements Staff {
    @Override
    public Optional<String> owner(Handle handle, String organizationId) {
      return Optional.of("ann");
    }

    @Override
    public Set<String> working(Handle handle, String organizationId, Collection<String> persons) {
      return Set.copyOf(persons);
    }
  }

  @BeforeEach
  void open() {
    Location location = engine.fresh();
    database = Database.open(location, () -> now);
    new Organizations(database, _ -> {}).create(Organization.named("org_acme", "Acme", "acme"));
    Setups setups = new Setups(database, new Town());
    contacts =
        new Contacts(
            database,
            setups,
            new Arrivals(new Town()),
            (_, _, text) -> Optional.of(text),
            (_, _) -> "DE");
    imports = new Imports(database, contacts, setups, folder, Bounds.USUAL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Plan plan(Existing existing, Duplicates duplicates) {
    return new Plan(mapping("externalReferenceId", "name", "email"), existing, duplicates);
  }

  private static Mapping mapping(String... fields) {
    return new Mapping(Arrays.stream(fields).map(Optional::of).toList());
  }

  private Import rows(String... rows) {
    return taken("id,name,email\n" + String.join("\n", rows) + "\n");
  }

  private Import taken(String content) {
    var bytes = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    try (Imports.Arrived arrived = imports.arrive(bytes)) {
      return done(
          imports.take(ACME, "contacts.csv", Optional.empty(), Optional.empty(), arrived, ANN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] people(int from, int to) {
    return Stream.iterate(from, i -> i + 1)
        .limit(to - from)
        .map(i -> "x%d,Person %d,p%d@example.com".formatted(i, i, i))
        .toArray(String[]::new);
  }

  private static Import done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).value();
  }

  /// Runs whatever is at work to its end.
  private void run() {
    try (ImportRunner _ = runner()) {
      finished();
    }
  }

  private ImportRunner runner() {
    return ImportRunner.start(
        database,
        contacts,
        imports,
        (_, _) -> agentIsThere,
        (_, _, contactId) -> filed.contains(contactId));
  }

  private void finished() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!database.read(ImportTable::atWork).isEmpty()) {
      assertThat(System.nanoTime()).as("imports are at work still").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private Import again(Import one) {
    return imports.find(one.place(), one.id()).orElseThrow();
  }

  private Import imported(Plan plan, String... rows) {
    Import one = rows(rows);
    var _ = done(imports.start(ACME, one.id(), plan, ANN));
    run();
    return again(one);
  }

  private Contact contact(String external) {
    return contacts.find(ACME, new Ref.External(external)).orElseThrow();
  }

  private long count() {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM contact").mapTo(long.class).one());
  }

  private List<String> audited() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT description FROM audit_entry WHERE resource = :r ORDER BY seq")
                .bind("r", Imports.RESOURCE)
                .mapTo(String.class)
                .list());
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void eachRowBecomesAContactOrSaysWhyNot() throws IOException {
    Import end =
        imported(
            PLAN,
            "1,Ann Lee,ann@example.com",
            "2,Bob,no address",
            "1,Again,again@example.com",
            "4,'=2+2,four@example.com",
            "5,Nobody,");

    assertThat(end.state()).isEqualTo(State.DONE);
    assertThat(end.progress()).isEqualTo(new Progress(2, 0, 0, 3));
    assertThat(end.resumed()).as("the program began after its start").isOne();
    assertThat(contact("1").fields().name()).contains("Ann Lee");
    assertThat(contact("1").source()).isEqualTo(Source.CSV);
    assertThat(contact("4").fields().name()).contains("=2+2");
    List<Remark> remarks = imports.remarks(end, 0, 100);
    assertThat(remarks).extracting(Remark::row).containsExactly(2L, 3L, 5L);
    assertThat(remarks).extracting(Remark::line).containsExactly(3L, 4L, 6L);
    assertThat(remarks.getFirst().title()).isEqualTo("email");
    assertThat(remarks.getFirst().field()).isEqualTo("email");
    assertThat(remarks.get(1).rule()).isEqualTo("unique");
    assertThat(audited())
        .containsExactly(
            "Started to import 5 rows of \"contacts.csv\"",
            "Finished the import of \"contacts.csv\": 2 created, 0 updated, 0 skipped, 3 failed");
    assertThat(files()).as("files that are left").isZero();
  }

  @Test
  void whatIsThereAlreadyIsSkippedUpdatedOrAnErrorAsAsked() {
    var _ = imported(PLAN, "1,Ann,ann@example.com");
    now++;
    Import skipped = imported(plan(Existing.SKIP, Duplicates.CREATE), "1,Other,o@example.com");
    assertThat(skipped.progress()).isEqualTo(new Progress(0, 0, 1, 0));
    Import updated =
        imported(
            plan(Existing.UPDATE, Duplicates.CREATE),
            "1,Ann Lee,",
            "1,Ann Lee,",
            "2,New,new@example.com");
    assertThat(updated.progress()).isEqualTo(new Progress(1, 1, 1, 0));
    assertThat(contact("1").fields().name()).contains("Ann Lee");
    assertThat(contact("1").fields().email()).contains("ann@example.com");
    Import likely = imported(plan(Existing.ERROR, Duplicates.SKIP), "9,A,ANN@example.com");
    assertThat(likely.progress()).isEqualTo(new Progress(0, 0, 1, 0));
    assertThat(imports.remarks(likely, 0, 9).getFirst().rule()).isEqualTo("likely_duplicate");
  }

  @Test
  void anImportOfManyBatchesCanBeUndoneButForWhatSomebodyHasChangedSince() {
    var _ = imported(PLAN, "old,Before,before@example.com", "kept,Before,kept@example.com");
    String[] rows = people(0, 450);
    rows[7] = "old,After,after@example.com";
    rows[8] = "kept,After,";
    rows[9] = "old,Later,";
    Import end = imported(plan(Existing.UPDATE, Duplicates.CREATE), rows);
    assertThat(end.progress()).isEqualTo(new Progress(447, 3, 0, 0));
    change("kept", "Somebody's");
    change("x3", "Somebody's");

    var _ = done(imports.undo(ACME, end.id(), ANN));
    run();

    Import undone = again(end);
    assertThat(undone.state()).isEqualTo(State.UNDONE);
    assertThat(undone.undone()).isEqualTo(new Undone(446, 1, 2));
    assertThat(contact("old").fields().name()).contains("Before");
    assertThat(contact("old").fields().email()).contains("before@example.com");
    assertThat(contact("kept").fields().name()).contains("Somebody's");
    assertThat(count()).isEqualTo(3);
    assertThat(audited().getLast())
        .isEqualTo(
            "Undid the import of \"contacts.csv\": "
                + "446 contacts removed, 1 as before, 2 changed since and kept");
    assertThat(imports.undo(ACME, end.id(), ANN)).isInstanceOf(Outcome.Refused.class);
    assertThat(imported(PLAN, "x1,Again,x1@example.com").progress().created()).isOne();
  }

  private void change(String external, String name) {
    var sent = JsonNodeFactory.instance.objectNode();
    sent.put("name", name);
    var _ =
        contacts.change(
            ACME,
            new Ref.External(external),
            sent,
            OptionalLong.empty(),
            new Author(ANN, Source.MANUAL));
  }

  @Test
  void aPreviewSaysWhatARunWouldDoAndDoesNothing() {
    var _ = imported(PLAN, "1,Ann,ann@example.com");
    Import one = rows("1,Ann,a@example.com", "2,Bob,b@example.com", "3,Cid,wrong");
    List<Imports.Previewed> seen = imports.preview(one, PLAN);
    assertThat(seen)
        .extracting(Imports.Previewed::becomes)
        .containsExactly("failed", "created", "failed");
    assertThat(seen.get(1).contact().get("name").asText()).isEqualTo("Bob");
    assertThat(seen.get(2).remarks().getFirst().field()).isEqualTo("email");
    assertThat(count()).isOne();
    assertThat(imports.remarks(one, 0, 9)).isEmpty();
    assertThat(again(one)).isEqualTo(one);
    assertThat(imports.guess(one))
        .containsExactly(Optional.empty(), Optional.of("name"), Optional.of("email"));
    assertThatThrownBy(
            () -> imports.preview(one, new Plan(mapping("email"), Existing.SKIP, Duplicates.SKIP)))
        .hasMessageContaining("3 columns");
  }

  @Test
  void oneImportOfAnAgentIsAtWorkAtATimeAndAnyCanBeCancelled() throws IOException {
    Import first = rows(people(0, 3));
    Import second = rows(people(3, 6));
    var _ = done(imports.start(ACME, first.id(), PLAN, ANN));
    assertThat(imports.start(ACME, second.id(), PLAN, ANN)).isInstanceOf(Outcome.Refused.class);
    assertThat(imports.start(ACME, first.id(), PLAN, ANN)).isInstanceOf(Outcome.Refused.class);
    assertThat(done(imports.cancel(ACME, first.id(), ANN)).state()).isEqualTo(State.CANCELLED);
    var _ = done(imports.start(ACME, second.id(), PLAN, ANN));
    run();
    assertThat(again(second).progress().created()).isEqualTo(3);
    assertThat(count()).isEqualTo(3);
    assertThat(imports.cancel(ACME, second.id(), ANN)).isInstanceOf(Outcome.Refused.class);
    assertThat(files()).isZero();
  }

  @Test
  void anotherAgentsImportIsLikeNone() {
    Import one = rows(people(0, 1));
    assertThat(imports.find(SALES, one.id())).isEmpty();
    assertThat(imports.start(SALES, one.id(), PLAN, ANN)).isEqualTo(new Outcome.Absent());
    assertThat(imports.cancel(SALES, one.id(), ANN)).isEqualTo(new Outcome.Absent());
    assertThat(imports.undo(SALES, one.id(), ANN)).isEqualTo(new Outcome.Absent());
    assertThat(imports.list(SALES, Optional.empty(), 9)).isEmpty();
    assertThat(imports.list(ACME, Optional.empty(), 9)).containsExactly(one);
  }

  @Test
  void aFileThatCannotBeReadLeavesNothing() throws IOException {
    assertThatThrownBy(() -> rows("1,\"x,y")).isInstanceOf(Unreadable.class);
    assertThatThrownBy(() -> rows("")).isInstanceOf(Unreadable.class);
    assertThat(files()).isZero();
    assertThat(imports.list(ACME, Optional.empty(), 9)).isEmpty();
  }

  @Test
  void anImportWhoseFileIsGoneSaysSo() throws IOException {
    Import one = rows(people(0, 3));
    var _ = done(imports.start(ACME, one.id(), PLAN, ANN));
    Files.delete(imports.file(one));
    run();
    assertThat(again(one).state()).isEqualTo(State.FAILED);
    assertThat(again(one).why()).hasValueSatisfying(why -> assertThat(why).contains("file"));
    assertThat(again(one).resumed()).isOne();
  }

  @Test
  void whatSomebodyHasAddedToOrChangedStaysAndIsListed() {
    Import end = imported(PLAN, people(0, 5));
    change("x1", "Somebody's");
    var _ = new Notes(database).add(ACME, contact("x2").id(), "Call back", ANN);
    filed.add(contact("x3").id());

    var _ = done(imports.undo(ACME, end.id(), ANN));
    run();

    assertThat(again(end).undone()).isEqualTo(new Undone(2, 0, 3));
    List<Remark> kept = imports.remarks(end, 0, 9);
    assertThat(kept).extracting(Remark::row).containsExactly(2L, 3L, 4L);
    assertThat(kept).extracting(Remark::outcome).containsOnly(Remark.Outcome.KEPT);
    assertThat(kept)
        .extracting(Remark::rule)
        .containsExactly("changed_since", "added_to", "added_to");
    assertThat(kept)
        .extracting(Remark::contactId)
        .containsExactly(
            Optional.of(contact("x1").id()),
            Optional.of(contact("x2").id()),
            Optional.of(contact("x3").id()));
  }

  @Test
  void aNoteOnAContactThatIsBeingUndoneIsKeptWithItOrRefused() throws Exception {
    Import end = imported(PLAN, people(0, 200));
    List<String> ids = Stream.of(people(0, 200)).map(row -> contact(external(row)).id()).toList();
    var _ = done(imports.undo(ACME, end.id(), ANN));
    Notes notes = new Notes(database);
    long written = 0;
    try (ImportRunner _ = runner()) {
      for (String id : ids.reversed()) {
        written += notes.add(ACME, id, "Call back", ANN) instanceof Noted.Done ? 1 : 0;
      }
      finished();
    }
    assertThat(again(end).undone()).isEqualTo(new Undone(200 - written, 0, written));
    assertThat(count()).isEqualTo(written);
  }

  private static String external(String row) {
    return row.substring(0, row.indexOf(','));
  }

  @Test
  void anImportEndsWhenItsAgentIsDeleted() throws IOException {
    Import one = rows(people(0, 3));
    var _ = done(imports.start(ACME, one.id(), PLAN, ANN));
    agentIsThere = false;
    run();
    assertThat(again(one).state()).isEqualTo(State.FAILED);
    assertThat(again(one).why()).contains("its agent was deleted");
    assertThat(count()).isZero();
    assertThat(files()).isZero();
  }

  @Test
  void rowsThatOthersCreateMeanwhileBecomeOneContactEach() throws Exception {
    int rows = 600;
    Import one = rows(people(0, rows));
    var _ = done(imports.start(ACME, one.id(), plan(Existing.SKIP, Duplicates.CREATE), ANN));
    AtomicInteger created = new AtomicInteger();
    try (ImportRunner _ = runner();
        ExecutorService others = Executors.newFixedThreadPool(2)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = rows - 1; i >= 0; i--) {
        var sent = JsonNodeFactory.instance.objectNode();
        sent.put("externalReferenceId", "x" + i).put("email", "o%d@example.com".formatted(i));
        all.add(
            others.submit(
                () -> {
                  Creation creation =
                      contacts.create(ACME, sent, false, new Author(ANN, Source.API));
                  if (creation instanceof Creation.Created) {
                    created.incrementAndGet();
                  } else {
                    assertThat(creation).isEqualTo(new Creation.Taken("externalReferenceId"));
                  }
                }));
      }
      for (Future<?> other : all) {
        var _ = other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      finished();
    }
    Progress end = again(one).progress();
    assertThat(end.failed()).isZero();
    assertThat(end.created() + created.get()).isEqualTo(rows);
    assertThat(count()).isEqualTo(rows);
  }

  @Test
  void oldImportsAreForgottenWithTheirTraces() {
    Import old = imported(PLAN, people(0, 700));
    now += Duration.ofDays(90).toMillis();
    Import young = imported(PLAN, "1,Ann,ann@example.com", "2,Bob,wrong");
    Import waiting = rows("3,Cid,cid@example.com");
    assertThat(imports.prune()).isZero();
    now++;
    assertThat(imports.prune()).isOne();
    assertThat(imports.find(ACME, old.id())).isEmpty();
    assertThat(imports.list(ACME, Optional.empty(), 9))
        .containsExactlyInAnyOrder(waiting, again(young));
    assertThat(imports.remarks(young, 0, 9)).hasSize(1);
    long deeds =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM contact_import_deed")
                    .mapTo(long.class)
                    .one());
    assertThat(deeds).isOne();
    assertThat(count()).as("contacts stay").isEqualTo(701);
  }

  @Test
  void samplesHelpToSayWhatAColumnIsFor() {
    Import one = rows("1,Ann,", "2,Ann,b@example.com");
    assertThat(imports.samples(one))
        .containsExactly(List.of("1", "2"), List.of("Ann"), List.of("b@example.com"));
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    Import end =
        imported(
            PLAN,
            "1,\"Lee, Ann \"\"Annie\"\"\",ann@example.com",
            "'=1+1,'=cmd|' /C calc'!A0,x@example.com",
            "3,\"O'Neil\nJr\",",
            "4,Zoë Müller 李,z@example.com");
    assertThat(end.progress().created()).isEqualTo(3);
    List<Fields> before = exported();
    ContactSheet sheet = new ContactSheet(new Setups(database, new Town()).of(ACME));
    StringBuilder file = new StringBuilder(sheet.header());
    for (Contact contact : all()) {
      file.append(sheet.line(contact));
    }
    assertThat(file.toString()).contains("\"'=cmd|");
    var _ = done(imports.undo(ACME, end.id(), ANN));
    run();
    assertThat(count()).isZero();

    Import back = taken(file.toString());
    var _ =
        done(
            imports.start(
                ACME,
                back.id(),
                new Plan(new Mapping(imports.guess(back)), Existing.ERROR, Duplicates.SKIP),
                ANN));
    run();
    assertThat(imports.remarks(back, 0, 9)).isEmpty();
    assertThat(exported()).isEqualTo(before);
  }

  private List<Contact> all() {
    return contacts.list(ACME, Filter.NONE, Sort.parse("createdAt"), Slice.page(1, 100)).contacts();
  }

  private List<Fields> exported() {
    return all().stream().map(Contact::fields).toList();
  }
}
