package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Automations.Created;
import latchkey.crm.MoveTable.Move;
import latchkey.crm.Wording.Named;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for an agent's CRM settings.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SetupsTest {
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final By ANN = By.person("ann", "Ann", Origin.NONE);
  private static final Place PLACE = Desk.ACME;

  @Parameter TestDatabases engine;
  private Database database;
  private Desk desk;
  private Setups setups;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now++);
    desk = new Desk(database);
    setups = desk.setups;
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Setup changed(SetupChange change) {
    return ((SetupChange.Changed) change).setup();
  }

  private static Named kept(String name) {
    return new Named(name, Optional.empty());
  }

  private Setup stages(Map<String, String> replacements, Named... names) {
    Wording wording = new Wording(List.of(names), replacements);
    return changed(setups.reword(PLACE, Listing.STAGES, wording, ANY, ANN));
  }

  private String contact(String json) {
    return ((Creation.Created) desk.contacts.create(PLACE, Desk.json(json), false, Desk.KEY))
        .contact()
        .id();
  }

  private Fields fields(String id) {
    return desk.contacts.find(PLACE, new Ref.Id(id)).orElseThrow().fields();
  }

  @Test
  void contactsAndAutomationsGoAlongWithTheirStage() {
    String prospect = contact("{'email': 'a@example.com', 'stage': 'Prospect'}");
    String old = contact("{'email': 'b@example.com', 'stage': 'Old Customer'}");
    String lead = contact("{'email': 'c@example.com', 'stage': 'Lead'}");
    Created captured = new Created(new Assignment.None(), Optional.of("Prospect"));
    var _ = setups.automate(PLACE, new Automations(captured, captured), ANY, ANN);

    Setup after =
        stages(
            Map.of("Old Customer", "Customer"),
            kept("Customer"),
            new Named("Qualified", Optional.of("Prospect")),
            kept("Lead"),
            kept("Friend"));

    assertThat(after.stages()).containsExactly("Customer", "Qualified", "Lead", "Friend");
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.automations().captured().stage()).contains("Qualified");
    assertThat(setups.of(PLACE)).isEqualTo(after);
    assertThat(fields(prospect).stage()).contains("Qualified");
    assertThat(fields(old).stage()).contains("Customer");
    assertThat(fields(lead).stage()).contains("Lead");
    assertThat(desk.contacts.find(PLACE, new Ref.Id(old)).orElseThrow().version()).isEqualTo(2);
    assertThat(setups.of(Desk.SALES)).isEqualTo(Setup.DEFAULT);
  }

  @Test
  void howeverManyGoAlongAndEachIsToldOf() {
    int many = 1_100;
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < many; i++) {
                String sent = "{'email': 'a%d@example.com', 'stage': 'Lead'}".formatted(i);
                var _ = desk.contacts.create(tx, PLACE, Desk.json(sent), false, Desk.KEY);
              }
              return many;
            });
    String archived = contact("{'email': 'b@example.com', 'stage': 'Lead'}");
    var _ = desk.contacts.archive(PLACE, new Ref.Id(archived), ANY, Desk.KEY);
    long told = events();

    var _ =
        stages(
            Map.of("Prospect", "New", "Customer", "New", "Old Customer", "New"),
            new Named("New", Optional.of("Lead")));

    assertThat(bearing("New")).isEqualTo(many + 1);
    assertThat(events() - told).isEqualTo(many + 1);
    assertThat(fields(archived).stage()).contains("New");
    assertThat(
            desk.contacts
                .list(
                    PLACE,
                    Filter.ARCHIVED.bearing(Listing.STAGES, "New"),
                    Sort.DEFAULT,
                    Slice.page(1, 5))
                .contacts())
        .hasSize(1);
  }

  private long bearing(String stage) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM contact WHERE stage = :stage")
                .bind("stage", stage)
                .mapTo(Long.class)
                .one());
  }

  private long events() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM outbox_event WHERE type = 'contact.updated'")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void movesThatWereBrokenOffGoOnAndAreOverOneDay() {
    String left = contact("{'email': 'a@example.com', 'stage': 'Lead'}");
    Move broken = new Move(PLACE, Listing.STAGES, "Lead", "Prospect", "ann", now);
    database.write(
        tx -> {
          MoveTable.insert(tx, broken);
          return broken;
        });

    setups.finishMoves();
    assertThat(fields(left).stage()).contains("Prospect");

    String late = contact("{'email': 'b@example.com', 'stage': 'Lead'}");
    setups.finishMoves();
    assertThat(fields(late).stage()).contains("Prospect");

    now += 1_000_000;
    setups.finishMoves();
    String legal = contact("{'email': 'c@example.com', 'stage': 'Lead'}");
    setups.finishMoves();
    assertThat(fields(legal).stage()).contains("Lead");
    assertThat(database.read(MoveTable::places)).isEmpty();
  }

  @Test
  void aNameThatIsTakenUpAgainKeepsItsContacts() {
    String old = contact("{'email': 'a@example.com', 'stage': 'Lead'}");
    var _ =
        stages(
            Map.of("Customer", "New", "Old Customer", "New"),
            new Named("New", Optional.of("Lead")),
            kept("Prospect"));
    var _ = stages(Map.of(), kept("New"), kept("Prospect"), kept("Lead"));
    String again = contact("{'email': 'b@example.com', 'stage': 'Lead'}");
    setups.finishMoves();
    assertThat(fields(again).stage()).contains("Lead");
    assertThat(fields(old).stage()).contains("New");
  }

  @Test
  void aNameIsNotRemovedWithoutAWordOnItsContacts() {
    assertThatThrownBy(() -> stages(Map.of(), kept("Lead")))
        .hasMessageContaining("choose what contacts of \"Prospect\" get");
    assertThatThrownBy(() -> stages(Map.of("Lead", "Gone"), kept("Prospect")))
        .hasMessageContaining("one of the names that stay");
    assertThatThrownBy(() -> stages(Map.of(), new Named("New", Optional.of("Nothing"))))
        .hasMessage("there is no \"Nothing\" to rename");
    assertThatThrownBy(() -> stages(Map.of(), new Named("Lead", Optional.of("Prospect"))))
        .hasMessageContaining("there is a \"Lead\" already");
    assertThat(setups.of(PLACE)).isEqualTo(Setup.DEFAULT);
  }

  @Test
  void aChangeOfAnotherVersionThanTheCallerSawChangesNothing() {
    Setup first =
        changed(
            setups.reword(
                PLACE,
                Listing.STATUSES,
                new Wording(List.of(kept("Active"), kept("Inactive"), kept("New")), Map.of()),
                OptionalLong.of(0),
                ANN));
    OptionalLong seen = OptionalLong.of(0);
    SetupChange stale = new SetupChange.Stale(1);
    assertThat(
            setups.reword(
                PLACE,
                Listing.STATUSES,
                new Wording(List.of(kept("Active")), Map.of("Inactive", "Active", "New", "Active")),
                seen,
                ANN))
        .isEqualTo(stale);
    assertThat(setups.automate(PLACE, Automations.DEFAULT, seen, ANN)).isEqualTo(stale);
    assertThat(setups.orderFields(PLACE, List.of(), seen, ANN)).isEqualTo(stale);
    assertThat(setups.of(PLACE)).isEqualTo(first);
  }

  private CustomField field(String label, boolean unique) {
    Setup after =
        changed(
            setups.addField(
                PLACE,
                label,
                key ->
                    new CustomField(
                        key,
                        label,
                        CustomField.Type.TEXT,
                        false,
                        unique,
                        OptionalInt.empty(),
                        List.of(),
                        false),
                ANY,
                ANN));
    return after.fields().getLast();
  }

  private SetupChange unique(String key, boolean unique) {
    return setups.changeField(
        PLACE,
        key,
        f ->
            new CustomField(
                f.key(),
                f.label(),
                f.type(),
                f.required(),
                unique,
                f.maxLength(),
                f.choices(),
                f.archived()),
        ANY,
        ANN);
  }

  @Test
  void aFieldBecomesUniqueOnlyIfItsValuesAre() {
    assertThat(field("Card number", false).key()).isEqualTo("cardNumber");
    String one = contact("{'email': 'a@example.com', 'customFields': {'cardNumber': 'A1'}}");
    String two = contact("{'email': 'b@example.com', 'customFields': {'cardNumber': 'a1'}}");

    assertThat(unique("cardNumber", true)).isEqualTo(new SetupChange.Shared(List.of(two)));
    assertThat(setups.of(PLACE).field("cardNumber").orElseThrow().unique()).isFalse();
    assertThat(setups.of(PLACE).keeping()).isEmpty();
    assertThat(uniques()).isZero();

    var _ =
        desk.contacts.change(
            PLACE,
            new Ref.Id(two),
            Desk.json("{'customFields': {'cardNumber': 'B2'}}"),
            ANY,
            Desk.KEY);
    assertThat(changed(unique("cardNumber", true)).fields().getFirst().unique()).isTrue();
    assertThat(
            desk.contacts.create(
                PLACE,
                Desk.json("{'email': 'c@example.com', 'customFields': {'cardNumber': 'A1'}}"),
                false,
                Desk.KEY))
        .isEqualTo(new Creation.Taken("customFields.cardNumber"));
    assertThat(fields(one).customFields()).containsEntry("cardNumber", "A1");
    var _ = changed(unique("cardNumber", false));
    assertThat(contact("{'email': 'c@example.com', 'customFields': {'cardNumber': 'A1'}}"))
        .isNotEmpty();
    assertThat(unique("nothing", true)).isEqualTo(new SetupChange.Absent());
  }

  @Test
  void aFieldOfHoweverManyContactsBecomesUniqueAndIsNoLongerSo() {
    var _ = field("Card number", false);
    var _ = field("Other", false);
    int many = 1_100;
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < many; i++) {
                String sent =
                    "{'email': 'a%1$d@example.com', 'customFields': {'%2$s': 'A%1$d'}}"
                        .formatted(i, i % 2 == 0 ? "cardNumber" : "other");
                var _ = desk.contacts.create(tx, PLACE, Desk.json(sent), false, Desk.KEY);
              }
              return many;
            });
    Setup after = changed(unique("cardNumber", true));
    assertThat(after.keeping()).isEmpty();
    assertThat(uniques()).isEqualTo(many / 2);
    assertThat(desk.create("{'email': 'b@example.com', 'customFields': {'cardNumber': 'a1000'}}"))
        .isEqualTo(new Creation.Taken("customFields.cardNumber"));
    var _ = changed(unique("cardNumber", false));
    assertThat(uniques()).isZero();
    assertThat(database.read(LeftTable::all)).isEmpty();
  }

  @Test
  void aFieldWhoseBecomingUniqueWasBrokenOffKeepsItsValuesUntilThatIsCleared() {
    var _ = field("Card number", false);
    var _ = contact("{'email': 'a@example.com', 'customFields': {'cardNumber': 'A1'}}");
    Setup _ =
        database.write(
            tx -> {
              Setup before = SetupTable.lock(tx, PLACE);
              Setup begun = before.keeping("cardNumber").next();
              SetupTable.update(tx, PLACE, begun);
              LeftTable.insert(tx, new LeftTable.Left(PLACE, "cardNumber"));
              return begun;
            });
    Desk again = new Desk(database); // the process is another one
    String sent = "{'email': '%s@example.com', 'customFields': {'cardNumber': 'B2'}}";
    var _ = again.made(sent.formatted("b"));
    assertThat(again.create(sent.formatted("c")))
        .isEqualTo(new Creation.Taken("customFields.cardNumber"));

    again.setups.finishMoves();
    assertThat(again.setups.of(PLACE).keeping()).isEmpty();
    assertThat(again.setups.of(PLACE).fields().getFirst().unique()).isFalse();
    assertThat(uniques()).isZero();
    assertThat(database.read(LeftTable::all)).isEmpty();
    assertThat(again.create(sent.formatted("c"))).isInstanceOf(Creation.Created.class);
  }

  private CustomField archived(CustomField f) {
    return new CustomField(
        f.key(), f.label(), f.type(), f.required(), false, f.maxLength(), f.choices(), true);
  }

  @Test
  void whatWasJudgedByTheSettingsBeforeIsJudgedAnew() {
    var _ = field("Card number", false);
    var _ = contact("{'email': 'a@example.com', 'customFields': {'cardNumber': 'A1'}}");
    Desk late = new Desk(database);
    assertThat(late.setups.of(PLACE)).isEqualTo(setups.of(PLACE));
    var _ = changed(unique("cardNumber", true));
    assertThat(late.create("{'email': 'b@example.com', 'customFields': {'cardNumber': 'a1'}}"))
        .isEqualTo(new Creation.Taken("customFields.cardNumber"));

    Contact free = late.made("{'email': 'c@example.com', 'customFields': {'cardNumber': 'C3'}}");
    var _ = changed(unique("cardNumber", false));
    var _ = Desk.changed(late.change(free, "{'customFields': {'cardNumber': 'A1'}}"));
    assertThat(uniques()).isZero();

    var _ = changed(setups.changeField(PLACE, "cardNumber", this::archived, ANY, ANN));
    assertThat(late.create("{'email': 'd@example.com', 'customFields': {'cardNumber': 'D4'}}"))
        .isInstanceOf(Creation.Invalid.class);
  }

  private long uniques() {
    return database.read(
        handle ->
            handle.createQuery("SELECT count(*) FROM contact_unique").mapTo(Long.class).one());
  }

  @Test
  void noTwoContactsHaveAUniqueValueHoweverManyComeWhileItBecomesSo() throws Exception {
    var _ = field("Card number", false);
    List<Callable<Creation>> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String sent =
          "{'email': 'm%d@example.com', 'customFields': {'cardNumber': '%d'}}".formatted(i, i / 2);
      all.add(() -> desk.create(sent));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Creation>> coming = all.stream().map(threads::submit).toList();
      SetupChange change = unique("cardNumber", true);
      long made = 0;
      for (Future<Creation> one : coming) {
        made += one.get(1, TimeUnit.MINUTES) instanceof Creation.Created ? 1 : 0;
      }
      boolean unique = setups.of(PLACE).fields().getFirst().unique();
      assertThat(change instanceof SetupChange.Changed).isEqualTo(unique);
      assertThat(made).isEqualTo(unique ? 60 : made);
      assertThat(uniques()).isEqualTo(unique ? 60 : 0);
    }
  }

  @Test
  void fieldsAreOrderedWholeOrNotAtAll() {
    var _ = field("One", false);
    var _ = field("Two", true);
    Setup after = changed(setups.orderFields(PLACE, List.of("two", "one"), ANY, ANN));
    assertThat(after.fields()).extracting(CustomField::key).containsExactly("two", "one");
    assertThatThrownBy(() -> setups.orderFields(PLACE, List.of("two", "two"), ANY, ANN))
        .hasMessageContaining("[two, one]");
  }

  @Test
  void onlyWhoWorksThereIsAssigned() {
    Created gone =
        new Created(new Assignment.Selected("ann", Optional.of("zoe")), Optional.empty());
    assertThatThrownBy(
            () ->
                setups.automate(
                    PLACE, new Automations(gone, Automations.DEFAULT.captured()), ANY, ANN))
        .hasMessage("no active members who may own contacts: zoe");
  }

  @Test
  void aChangeIsAuditedWithWhatWasBefore() {
    var _ =
        stages(
            Map.of("Old Customer", "Customer"), kept("Lead"), kept("Prospect"), kept("Customer"));
    List<String> audited =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT description || "before" || "after" FROM audit_entry
                        WHERE org_id = :org ORDER BY seq DESC
                        """)
                    .bind("org", PLACE.organizationId())
                    .mapTo(String.class)
                    .list());
    assertThat(audited.getFirst())
        .isEqualTo(
            "Changed the stages"
                + "[\"Lead\",\"Prospect\",\"Customer\",\"Old Customer\"]"
                + "[\"Lead\",\"Prospect\",\"Customer\"]");
  }
}
