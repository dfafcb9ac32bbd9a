package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.outbox.Outbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for contacts.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class ContactsTest {
  private static final int CREATORS = 8;

  @Parameter TestDatabases engine;
  private Database database;
  private Desk desk;
  private Contacts contacts;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    desk = new Desk(database);
    contacts = desk.contacts;
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aContactIsReadBackAsItWasMade() {
    Contact made =
        desk.made(
            """
            {'externalReferenceId': 'crm-1', 'name': ' Ann Lee ', 'email': 'Ann@Example.com',
             'mobileNumber': '0170 1234567', 'gender': 'female', 'status': 'Active',
             'stage': 'Lead', 'owner': 'bob@example.com', 'secondaryOwner': 'ann'}
            """);

    assertThat(made.id()).matches("[0-9a-f]{24}");
    assertThat(made.fields())
        .isEqualTo(
            new Fields(
                Optional.of("crm-1"),
                Optional.of("Ann Lee"),
                Optional.of("Ann@Example.com"),
                Optional.of("+491701234567"),
                Optional.of("female"),
                Optional.of("Active"),
                Optional.of("Lead"),
                Optional.of("bob"),
                Optional.of("ann"),
                Map.of()));
    assertThat(made.source()).isEqualTo(Source.API);
    assertThat(contacts.find(Desk.ACME, new Ref.Id(made.id()))).contains(made);
    assertThat(contacts.find(Desk.ACME, new Ref.External("crm-1"))).contains(made);
  }

  @Test
  void aContactWithoutAnOwnerGetsTheOrganizationsOwner() {
    assertThat(desk.made("{'email': 'a@example.com'}").fields().owner()).contains("ann");
  }

  @Test
  void whatBreaksTheSchemaIsToldByFieldAndRule() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("{}", "email anyOf"),
            Map.entry("{'email': null}", "email anyOf"),
            Map.entry("{'email': 'a@b'}", "email format"),
            Map.entry("{'email': 'a b@example.com'}", "email format"),
            Map.entry("{'email': 5}", "email type"),
            Map.entry("{'mobileNumber': '12'}", "mobileNumber format"),
            Map.entry("{'mobileNumber': '+49 170 CALL ME'}", "mobileNumber format"),
            Map.entry("{'email': 'a@b.de', 'stage': 'Friend'}", "stage enum"),
            Map.entry("{'email': 'a@b.de', 'name': '  '}", "name pattern"),
            Map.entry("{'email': 'a@b.de', 'name': 'a\\u0000b'}", "name pattern"),
            Map.entry("{'email': 'a@b.de', 'name': 'a\\ud800'}", "name pattern"),
            Map.entry("{'email': 'a@b.de', 'name': '" + "x".repeat(201) + "'}", "name maxLength"),
            Map.entry("{'email': 'a@b.de', 'nme': 'x'}", "nme additionalProperties"),
            Map.entry("{'email': 'a@b.de', 'owner': 'eve'}", "owner member"),
            Map.entry(
                "{'email': 'a@b.de', 'externalReferenceId': ''}", "externalReferenceId minLength"),
            Map.entry(
                "{'email': 'a@b.de', 'externalReferenceId': 'a/b'}", "externalReferenceId pattern"),
            Map.entry(
                "{'email': 'a@b.de', 'externalReferenceId': 'schema'}", "externalReferenceId not"),
            Map.entry(
                "{'email': 'a@b.de', 'externalReferenceId': '..'}", "externalReferenceId not"),
            Map.entry(
                "{'email': 'a@b.de', 'customFields': {'x': 1}}",
                "customFields.x additionalProperties"));
    wrong.forEach(
        (sent, told) ->
            assertThat(desk.create(sent))
                .as(sent)
                .isInstanceOfSatisfying(
                    Creation.Invalid.class,
                    invalid ->
                        assertThat(invalid.errors())
                            .extracting(error -> error.field() + " " + error.rule())
                            .containsExactly(told)));
    assertThat(list(Filter.NONE)).isEmpty();
    assertThat(rows("outbox_event")).isZero();
  }

  @Test
  void everyKindOfCustomFieldIsCheckedAndKept() {
    setUp(
        """
        [{'key':'text','label':'Text','type':'text','required':true,'maxLength':5},
         {'key':'number','label':'Number','type':'number','unique':true},
         {'key':'flag','label':'Flag','type':'boolean'},
         {'key':'day','label':'Day','type':'date'},
         {'key':'one','label':'One','type':'choice','choices':['a','b']},
         {'key':'many','label':'Many','type':'multi-choice','choices':['a','b']},
         {'key':'site','label':'Site','type':'url'},
         {'key':'fax','label':'Fax','type':'phone'},
         {'key':'mail','label':'Mail','type':'email'},
         {'key':'anyOfThese','label':'Any of these','type':'text'},
         {'key':'old','label':'Old','type':'text','archived':true}]
        """);
    String custom =
        """
        {'email': 'a@b.de', 'customFields': {'text': 'x', 'number': 1.5, 'flag': true,
         'day': '2024-02-29', 'one': 'a', 'many': ['a', 'b'], 'site': 'https://b.de/x',
         'fax': '030 1234567', 'mail': 'x@b.de'}}
        """;
    Contact made = desk.made(custom);
    assertThat(made.fields().customFields())
        .isEqualTo(
            Map.of(
                "text",
                "x",
                "number",
                1.5,
                "flag",
                true,
                "day",
                "2024-02-29",
                "one",
                "a",
                "many",
                List.of("a", "b"),
                "site",
                "https://b.de/x",
                "fax",
                "+49301234567",
                "mail",
                "x@b.de"));
    assertThat(contacts.find(Desk.ACME, new Ref.Id(made.id()))).contains(made);
    assertThat(desk.create(custom)).isEqualTo(new Creation.Taken("customFields.number"));
    assertThat(list(Filter.NONE)).containsExactly(made);

    Map.of(
            "{}", "text required",
            "{'text': null}", "text type",
            "{'text': 'abcdef'}", "text maxLength",
            "{'text': 'x', 'day': '2023-02-29'}", "day format",
            "{'text': 'x', 'one': 'c'}", "one enum",
            "{'text': 'x', 'many': ['a', 'a']}", "many uniqueItems",
            "{'text': 'x', 'site': 'javascript:alert(1)'}", "site format",
            "{'text': 'x', 'number': 1e400}", "number maximum",
            "{'text': 'x', 'anyOfThese': 5}", "anyOfThese type",
            "{'text': 'x', 'old': 'x'}", "old additionalProperties")
        .forEach(
            (fields, told) ->
                assertThat(desk.create("{'email': 'b@b.de', 'customFields': " + fields + "}"))
                    .as(fields)
                    .isInstanceOfSatisfying(
                        Creation.Invalid.class,
                        invalid ->
                            assertThat(invalid.errors())
                                .extracting(error -> error.field() + " " + error.rule())
                                .containsExactly("customFields." + told)));
  }

  @Test
  void aChangeChangesOnlyWhatWasSentAndNullTakesAway() {
    Contact made = desk.made("{'name': 'Ann', 'email': 'a@b.de', 'stage': 'Lead'}");
    now += 5;
    Contact changed = Desk.changed(desk.change(made, "{'stage': null, 'gender': 'x'}"));

    assertThat(changed.fields().stage()).isEmpty();
    assertThat(changed.fields().gender()).contains("x");
    assertThat(changed.fields().name()).contains("Ann");
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.updatedAt()).isEqualTo(now);
    assertThat(contacts.find(Desk.ACME, new Ref.Id(made.id()))).contains(changed);
    assertThat(desk.change(changed, "{'gender': 'x'}")).isEqualTo(new Change.Changed(changed));
    assertThat(desk.change(changed, "{'email': null}"))
        .isInstanceOfSatisfying(
            Change.Invalid.class,
            invalid -> assertThat(invalid.errors().getFirst().rule()).isEqualTo("anyOf"));
  }

  @Test
  void aChangeOfAnotherVersionThanTheCallerSawChangesNothing() {
    Contact made = desk.made("{'email': 'a@b.de'}");
    Contact changed = Desk.changed(desk.change(made, "{'name': 'Ann'}"));
    Ref ref = new Ref.Id(made.id());

    assertThat(
            contacts.change(
                Desk.ACME, ref, Desk.json("{'name': 'Bob'}"), OptionalLong.of(1), Desk.KEY))
        .isEqualTo(new Change.Stale(2));
    assertThat(contacts.archive(Desk.ACME, ref, OptionalLong.of(1), Desk.KEY))
        .isEqualTo(new Change.Stale(2));
    assertThat(contacts.find(Desk.ACME, ref)).contains(changed);
  }

  @Test
  void anExternalIdIsTakenOnceByAgent() {
    Contact made = desk.made("{'externalReferenceId': 'x', 'email': 'a@b.de'}");
    Contact other = desk.made("{'externalReferenceId': 'y', 'email': 'b@b.de'}");
    assertThat(desk.create("{'externalReferenceId': 'x', 'email': 'c@b.de'}"))
        .isEqualTo(new Creation.Taken("externalReferenceId"));
    assertThat(desk.change(other, "{'externalReferenceId': 'x'}"))
        .isEqualTo(new Change.Taken("externalReferenceId"));
    assertThat(desk.made(Desk.SALES, "{'externalReferenceId': 'x', 'email': 'a@b.de'}").id())
        .isNotEqualTo(made.id());
    assertThat(list(Filter.NONE)).containsExactly(other, made);
  }

  @Test
  void archivingIsIdempotentAndCanBeUndone() {
    Contact made = desk.made("{'externalReferenceId': 'x', 'email': 'a@b.de'}");
    Ref ref = new Ref.External("x");
    Contact archived = Desk.changed(contacts.archive(Desk.ACME, ref, Desk.ANY, Desk.KEY));
    assertThat(archived.archivedAt()).hasValue(now);
    assertThat(contacts.archive(Desk.ACME, ref, Desk.ANY, Desk.KEY))
        .isEqualTo(new Change.Changed(archived));
    assertThat(contacts.find(Desk.ACME, ref)).contains(archived);
    assertThat(list(Filter.NONE)).isEmpty();
    assertThat(total(Filter.NONE)).isZero();
    assertThat(list(Filter.ARCHIVED)).containsExactly(archived);
    assertThat(total(Filter.ARCHIVED)).isEqualTo(1);

    Contact back = Desk.changed(contacts.unarchive(Desk.ACME, ref, Desk.ANY, Desk.KEY));
    assertThat(back.fields()).isEqualTo(made.fields());
    assertThat(total(Filter.NONE)).isEqualTo(1);
    assertThat(types())
        .containsExactly("contact.created", "contact.archived", "contact.unarchived");
  }

  @Test
  void anotherOrganizationsContactIsLikeNone() {
    Contact made = desk.made("{'externalReferenceId': 'x', 'email': 'a@b.de'}");
    Contact theirs = desk.made(Desk.OTHER, "{'externalReferenceId': 'x', 'email': 'a@b.de'}");
    Place crossed = new Place(Desk.OTHER.organizationId(), Desk.ACME.agentId());
    for (Place place : List.of(Desk.OTHER, Desk.SALES, crossed)) {
      Ref ref = new Ref.Id(made.id());
      assertThat(contacts.find(place, ref)).isEmpty();
      assertThat(contacts.change(place, ref, Desk.json("{}"), Desk.ANY, Desk.KEY))
          .isEqualTo(new Change.Absent());
      assertThat(contacts.archive(place, ref, Desk.ANY, Desk.KEY)).isEqualTo(new Change.Absent());
      assertThat(contacts.likely(place, Optional.of("a@b.de"), Optional.empty()))
          .doesNotContain(made);
    }
    assertThat(contacts.find(crossed, new Ref.External("x"))).isEmpty();
    assertThat(contacts.find(Desk.OTHER, new Ref.External("x"))).contains(theirs);
    assertThat(contacts.find(Desk.ACME, new Ref.External("x"))).contains(made);
  }

  @Test
  void likelyDuplicatesAreToldOrRefused() {
    Contact first = desk.made("{'email': 'Ann@B.de'}");
    Contact second = desk.made("{'mobileNumber': '+49 170 1234567'}");
    String sent = "{'email': 'ann@b.DE', 'mobileNumber': '01701234567'}";

    assertThat(contacts.create(Desk.ACME, Desk.json(sent), true, Desk.KEY))
        .isEqualTo(new Creation.LikelyDuplicate(List.of(first.id(), second.id())));
    assertThat(list(Filter.NONE)).containsExactly(second, first);
    assertThat(((Creation.Created) desk.create(sent)).warnings())
        .singleElement()
        .satisfies(
            warning -> assertThat(warning.contactIds()).containsExactly(first.id(), second.id()));
    contacts.archive(Desk.ACME, new Ref.Id(first.id()), Desk.ANY, Desk.KEY);
    assertThat(contacts.likely(Desk.ACME, Optional.of("ANN@b.de"), Optional.empty()))
        .doesNotContain(first)
        .hasSize(1);
  }

  @Test
  void searchFindsPartsWhateverTheCaseAndTheAccents() {
    desk.made("{'name': 'Ánna Größe', 'email': 'anna@example.com'}");
    desk.made("{'name': 'Bo Łukasz', 'email': 'x_100%@example.com'}");
    desk.made("{'name': '王小明', 'mobileNumber': '+49 170 1234567'}");

    assertThat(desk.found("anna")).containsExactly("Ánna Größe");
    assertThat(desk.found("NNA")).containsExactly("Ánna Größe");
    assertThat(desk.found("grosse ann")).containsExactly("Ánna Größe");
    assertThat(desk.found("lukasz")).containsExactly("Bo Łukasz");
    assertThat(desk.found("bo")).containsExactly("Bo Łukasz");
    assertThat(desk.found("小明")).containsExactly("王小明");
    assertThat(desk.found("EXAMPLE")).containsExactly("Ánna Größe", "Bo Łukasz");
    assertThat(desk.found("0170/123")).containsExactly("王小明");
    assertThat(desk.found("+49 (170) 12")).containsExactly("王小明");
    assertThat(desk.found("x_1")).containsExactly("Bo Łukasz");
    assertThat(desk.found("100%")).containsExactly("Bo Łukasz");
    assertThat(desk.found("a_na")).isEmpty();
    assertThat(desk.found(" ")).hasSize(3);
  }

  @Test
  void aListIsPagedInEveryOrderWithEachContactOnce() {
    for (int i = 0; i < 25; i++) {
      now += i % 2;
      desk.made("{'name': 'N%d', 'email': 'n%d@b.de'}".formatted(i * 7 % 10, i));
    }
    for (String sort :
        List.of("createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name")) {
      List<Contact> whole = page(sort, Slice.page(1, 100)).contacts();
      List<Contact> paged = new ArrayList<>();
      Found found = page(sort, Slice.page(1, 4));
      paged.addAll(found.contacts());
      assertThat(page(sort, Slice.page(2, 4)).contacts())
          .isEqualTo(page(sort, Slice.after(found.next().orElseThrow(), 4)).contacts());
      while (found.next().isPresent()) {
        Position next = Position.parse(found.next().get().text());
        found = page(sort, Slice.after(next, 4));
        paged.addAll(found.contacts());
      }
      assertThat(paged).as(sort).isEqualTo(whole).hasSize(25).doesNotHaveDuplicates();
      assertThat(found.total()).isEqualTo(25);
    }
    assertThat(page("name", Slice.page(1, 100)).contacts())
        .extracting(contact -> contact.fields().name().orElseThrow())
        .isSorted();
    Position byName = page("name", Slice.page(1, 4)).next().orElseThrow();
    assertThatThrownBy(() -> page("createdAt", Slice.after(byName, 4)))
        .hasMessageContaining("sorted by name");
    assertThatThrownBy(() -> Position.parse("nonsense")).hasMessageContaining("cursor");
    assertThatThrownBy(() -> Slice.page(1000, 100)).hasMessageContaining("cursor");
  }

  @Test
  void aFilterLeavesWhatItSays() {
    Contact lead = desk.made("{'email': 'a@b.de', 'stage': 'Lead', 'status': 'Active'}");
    now += 10;
    Contact customer =
        desk.made("{'mobileNumber': '01701234567', 'stage': 'Customer', 'owner': 'bob'}");
    Optional<String> none = Optional.empty();
    OptionalLong ever = OptionalLong.empty();
    OptionalLong first = OptionalLong.of(lead.createdAt());
    OptionalLong then = OptionalLong.of(customer.createdAt());

    assertThat(list(filter(Optional.of("Active"), none, none, none, none, ever, ever)))
        .containsExactly(lead);
    assertThat(list(filter(none, Optional.of("Customer"), none, none, none, ever, ever)))
        .containsExactly(customer);
    assertThat(list(filter(none, none, Optional.of("bob"), none, none, ever, ever)))
        .containsExactly(customer);
    assertThat(list(filter(none, none, none, Optional.of("A@b.de"), none, ever, ever)))
        .containsExactly(lead);
    assertThat(list(filter(none, none, none, none, Optional.of("0170 123 45 67"), ever, ever)))
        .containsExactly(customer);
    assertThat(list(filter(none, none, none, none, none, first, first))).containsExactly(lead);
    assertThat(list(filter(none, none, none, none, none, then, then))).containsExactly(customer);
    assertThat(list(filter(none, none, none, none, none, first, then)))
        .containsExactly(customer, lead);
  }

  private static Filter filter(
      Optional<String> status,
      Optional<String> stage,
      Optional<String> owner,
      Optional<String> email,
      Optional<String> number,
      OptionalLong from,
      OptionalLong to) {
    return new Filter(
        Optional.empty(), status, stage, owner, email, number, false, from, to, from, to);
  }

  @Test
  void whoeverCreatesTheSameAtOnceMakesOne() throws Exception {
    setUp("[{'key':'tax','label':'Tax','type':'text','unique':true}]");
    List<Callable<Creation>> tasks = new ArrayList<>();
    for (int i = 0; i < CREATORS; i++) {
      int number = i;
      tasks.add(
          () ->
              desk.create("{'externalReferenceId': 'one', 'email': 'a%d@b.de'}".formatted(number)));
      tasks.add(
          () ->
              desk.create(
                  "{'email': 'b%d@b.de', 'customFields': {'tax': 'T1'}}".formatted(number)));
    }
    List<Creation> outcomes = atOnce(tasks);
    assertThat(outcomes).filteredOn(Creation.Created.class::isInstance).hasSize(2);
    assertThat(outcomes)
        .filteredOn(o -> !(o instanceof Creation.Created))
        .containsOnly(
            new Creation.Taken("externalReferenceId"), new Creation.Taken("customFields.tax"));
    assertThat(total(Filter.NONE)).isEqualTo(2);
    assertThat(rows("contact")).isEqualTo(2);
    assertThat(rows("outbox_event")).isEqualTo(2);
    assertThat(rows("contact_unique")).isEqualTo(1);
  }

  @Test
  void theCursorSeesEachContactOnceWhileOthersAreCreated() throws Exception {
    Set<String> before = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      before.add(desk.made("{'email': 'n%d@b.de'}".formatted(i)).id());
    }
    List<Callable<Creation>> tasks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int number = i;
      tasks.add(() -> desk.create("{'email': 'm%d@b.de'}".formatted(number)));
    }
    List<String> seen = new ArrayList<>();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = others.submit(() -> atOnce(tasks));
      Found found = page("-createdAt", Slice.page(1, 3));
      found.contacts().forEach(contact -> seen.add(contact.id()));
      while (found.next().isPresent()) {
        found = page("-createdAt", Slice.after(found.next().get(), 3));
        found.contacts().forEach(contact -> seen.add(contact.id()));
      }
    }
    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    assertThat(total(Filter.NONE)).isEqualTo(80);
  }

  @Test
  void changesOfPeopleAndManagementKeysAreAuditEntriesAndIntegrationsAreNot() {
    long entries = rows("audit_entry");
    Contact made = desk.made("{'email': 'a@b.de'}");
    desk.change(made, "{'name': 'Ann'}");
    assertThat(rows("audit_entry")).isEqualTo(entries);

    Ref ref = new Ref.Id(made.id());
    contacts.change(Desk.ACME, ref, Desk.json("{'name': 'Anna'}"), Desk.ANY, Desk.ANN);
    contacts.archive(Desk.ACME, ref, Desk.ANY, Desk.ANN);
    contacts.archive(Desk.ACME, ref, Desk.ANY, Desk.ANN);
    contacts.create(Desk.ACME, Desk.json("{'email': 'x@b.de'}"), false, Desk.ANN);
    Author manager = Author.manager(Desk.KEY.by());
    contacts.create(Desk.ACME, Desk.json("{'email': 'y@b.de'}"), false, manager);
    List<String> descriptions =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT description FROM audit_entry WHERE resource = 'Contact' ORDER BY seq
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(descriptions)
        .containsExactly(
            "Changed the contact \"Anna\"",
            "Archived the contact \"Anna\"",
            "Created the contact \"x@b.de\"",
            "Created the contact \"y@b.de\"");
  }

  @Test
  void aRemovedContactLeavesItsEventOnly() {
    Contact made = desk.made("{'externalReferenceId': 'x', 'email': 'a@b.de'}");
    assertThat(remove(made, 2, false)).isEqualTo(Removal.CHANGED);
    assertThat(remove(made, 1, true)).isEqualTo(Removal.IN_USE);
    assertThat(remove(made, 1, false)).isEqualTo(Removal.REMOVED);
    assertThat(remove(made, 1, false)).isEqualTo(Removal.CHANGED);
    assertThat(contacts.find(Desk.ACME, new Ref.Id(made.id()))).isEmpty();
    assertThat(total(Filter.NONE)).isZero();
    assertThat(types()).containsExactly("contact.created", "contact.deleted");
  }

  private Removal remove(Contact contact, long version, boolean inUse) {
    return database.write(
        tx -> contacts.remove(tx, Desk.ACME, contact.id(), version, (_, _, _) -> inUse, Desk.ANN));
  }

  @Test
  void eventsAreForgottenAfterAMonth() {
    desk.made("{'email': 'a@b.de'}");
    now += Outbox.KEPT.toMillis();
    desk.made("{'email': 'b@b.de'}");
    assertThat(Outbox.prune(database, now)).isZero();
    assertThat(Outbox.prune(database, now + 1)).isEqualTo(1);
    assertThat(rows("outbox_event")).isEqualTo(1);
  }

  private void setUp(String fields) {
    var _ =
        database.write(
            tx ->
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO crm_setup (org_id, agent_id, document, version, updated_at)
                        VALUES (:org, :agent, :document, 1, 0)
                        """)
                    .bind("org", Desk.ACME.organizationId())
                    .bind("agent", Desk.ACME.agentId())
                    .bind("document", SetupText.of(withFields(fields)))
                    .execute());
  }

  private static Setup withFields(String fields) {
    return new Setup(
        Setup.DEFAULT.stages(),
        Setup.DEFAULT.statuses(),
        TestFields.of(fields),
        Automations.DEFAULT,
        1);
  }

  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(result(future));
      }
      return results;
    }
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private Found page(String sort, Slice slice) {
    return contacts.list(Desk.ACME, Filter.NONE, Sort.parse(sort), slice);
  }

  private List<Contact> list(Filter filter) {
    return contacts.list(Desk.ACME, filter, Sort.DEFAULT, Slice.page(1, 100)).contacts();
  }

  private long total(Filter filter) {
    return contacts.list(Desk.ACME, filter, Sort.DEFAULT, Slice.page(1, 1)).total();
  }

  private long rows(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(long.class).one());
  }

  private List<String> types() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT type FROM outbox_event ORDER BY created_at, id")
                .mapTo(String.class)
                .list());
  }
}
