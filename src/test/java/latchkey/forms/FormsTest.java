package latchkey.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import latchkey.audit.By;
import latchkey.crm.Contact;
import latchkey.crm.CustomField;
import latchkey.crm.Desk;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.SetupChange;
import latchkey.crm.Source;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.forms.FormField.Target;
import latchkey.forms.FormTerms.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for forms.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class FormsTest {
  private static final By ANN = Desk.ANN.by();
  private static final By KEY = Desk.KEY.by();
  private static final Optional<Target> NOTHING = Optional.empty();
  private static final FormField EMAIL =
      field("email", CustomField.Type.EMAIL, true, Target.Standard.EMAIL);
  private static final FormField NAME =
      field("name", CustomField.Type.TEXT, false, Target.Standard.NAME);

  @Parameter TestDatabases engine;
  private Database database;
  private Desk desk;
  private Forms forms;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    desk = new Desk(database);
    forms = new Forms(database, desk.contacts, desk.setups, Desk.REGIONS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static FormField field(
      String key, CustomField.Type type, boolean required, Target fills) {
    return new FormField(question(key, type, required), Optional.of(fills));
  }

  private static FormField asking(String key, CustomField.Type type, boolean required) {
    return new FormField(question(key, type, required), NOTHING);
  }

  private static CustomField question(
      String key, CustomField.Type type, boolean required, String... choices) {
    return new CustomField(
        key, "The " + key, type, required, false, OptionalInt.empty(), List.of(choices), false);
  }

  private static FormTerms published(FormField... fields) {
    return new FormTerms("Newsletter", "Once a month", List.of(fields), State.PUBLISHED);
  }

  private Form form(FormField... fields) {
    return forms.create(Desk.ACME, published(fields), ANN);
  }

  private Submitted submit(Form form, String external, String answers) {
    return forms.submit(
        form.place(), form.id(), new Ref.External(external), Desk.json(answers), KEY);
  }

  private static Submitted.Done done(Submitted submitted) {
    assertThat(submitted).isInstanceOf(Submitted.Done.class);
    return (Submitted.Done) submitted;
  }

  private static List<String> errors(Submitted submitted) {
    assertThat(submitted).isInstanceOf(Submitted.Invalid.class);
    return ((Submitted.Invalid) submitted)
        .errors().stream().map(error -> error.field() + " " + error.rule()).toList();
  }

  private Form form(String id) {
    return forms.find(Desk.ACME, id).orElseThrow();
  }

  private Form changed(Form form, FormTerms terms) {
    return ((FormChange.Changed) forms.change(form.place(), form.id(), _ -> terms, Desk.ANY, ANN))
        .form();
  }

  private void addField(String label, CustomField.Type type, boolean unique, String... choices) {
    SetupChange change =
        desk.setups.addField(
            Desk.ACME,
            label,
            key ->
                new CustomField(
                    key, label, type, false, unique, OptionalInt.empty(), List.of(choices), false),
            Desk.ANY,
            ANN);
    assertThat(change).isInstanceOf(SetupChange.Changed.class);
  }

  private List<String> events() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT type FROM outbox_event ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private long rows(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(long.class).one());
  }

  @Test
  void aFormIsReadBackAsItWasDefined() {
    addField("Shoe size", CustomField.Type.NUMBER, false);
    Form made =
        form(
            EMAIL,
            field("size", CustomField.Type.NUMBER, false, new Target.Custom("shoeSize")),
            new FormField(
                question("topic", CustomField.Type.CHOICE, true, "News", "Sales"), NOTHING));
    assertThat(made.id()).matches("[0-9a-f]{24}");
    assertThat(forms.find(Desk.ACME, made.id())).contains(made);
    now += 5;
    FormTerms draft =
        new FormTerms("Later", "", List.of(), State.DRAFT); // a draft may lack questions yet
    Form other = forms.create(Desk.ACME, draft, ANN);
    List<State> all = List.of(State.values());
    assertThat(forms.list(Desk.ACME, all, Optional.empty(), 0, 10)).containsExactly(other, made);
    assertThat(forms.list(Desk.ACME, all, Optional.of(other.id()), 0, 10)).containsExactly(made);
    assertThat(forms.list(Desk.ACME, List.of(State.DRAFT), Optional.empty(), 0, 10))
        .containsExactly(other);
    assertThat(forms.list(Desk.ACME, all, Optional.empty(), 1, 10)).containsExactly(made);
    assertThat(forms.count(Desk.ACME, all)).isEqualTo(2);
    assertThat(rows("audit_entry WHERE resource = 'Form'")).isEqualTo(2);
  }

  @Test
  void anAgentHasABoundedNumberOfFormsHoweverManyAreMadeAtOnce() throws Exception {
    forms = new Forms(database, desk.contacts, desk.setups, Desk.REGIONS, 5);
    List<Future<Form>> all = new ArrayList<>();
    int made = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        all.add(threads.submit(() -> form(EMAIL)));
      }
      for (Future<Form> one : all) {
        try {
          var _ = one.get(1, TimeUnit.MINUTES);
          made++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("at most 5 forms");
        }
      }
    }
    assertThat(made).isEqualTo(5);
    assertThat(rows("form")).isEqualTo(5);
    assertThat(rows("audit_entry WHERE resource = 'Form'")).isEqualTo(5);
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    assertThatThrownBy(() -> form()).hasMessageContaining("at least one field");
    assertThatThrownBy(() -> form(EMAIL, EMAIL)).hasMessageContaining("\"email\" twice");
    assertThatThrownBy(
            () -> form(EMAIL, field("e", CustomField.Type.EMAIL, true, Target.Standard.EMAIL)))
        .hasMessageContaining("two fields of a form fill email");
    assertThatThrownBy(() -> form(field("e", CustomField.Type.TEXT, true, Target.Standard.EMAIL)))
        .hasMessageContaining("of the type email");
    assertThatThrownBy(
            () -> form(field("x", CustomField.Type.TEXT, true, new Target.Custom("none"))))
        .hasMessageContaining("no field \"none\" in use");
    addField("Colour", CustomField.Type.CHOICE, false, "Red", "Blue");
    assertThatThrownBy(
            () -> form(field("x", CustomField.Type.TEXT, true, new Target.Custom("colour"))))
        .hasMessageContaining("of the type choice");
    FormField pink =
        new FormField(
            question("x", CustomField.Type.CHOICE, true, "Pink"),
            Optional.of(new Target.Custom("colour")));
    assertThatThrownBy(() -> form(pink)).hasMessageContaining("\"Pink\" is no choice");
    assertThatThrownBy(() -> Target.of("owner")).hasMessageContaining("not \"owner\"");
    assertThat(rows("form")).isZero();
  }

  @Test
  void aChangeOfAnotherVersionThanTheCallerSawChangesNothing() {
    Form made = form(EMAIL);
    now += 5;
    Form renamed =
        changed(made, new FormTerms("Letter", "", List.of(EMAIL, NAME), State.PUBLISHED));
    assertThat(renamed.version()).isEqualTo(2);
    assertThat(renamed.updatedAt()).isEqualTo(now);
    assertThat(form(made.id())).isEqualTo(renamed);
    assertThat(changed(renamed, renamed.terms())).isEqualTo(renamed);
    assertThat(
            forms.change(
                Desk.ACME, made.id(), terms -> terms.in(State.DRAFT), OptionalLong.of(1), ANN))
        .isEqualTo(new FormChange.Stale(2));
    assertThat(form(made.id())).isEqualTo(renamed);
    assertThat(rows("audit_entry WHERE resource = 'Form'")).isEqualTo(2);
  }

  @Test
  void whoAnswersBecomesAContactAndIsItFromThenOn() {
    Form form = form(EMAIL, NAME, asking("wish", CustomField.Type.TEXT, false));
    Submitted.Done first =
        done(submit(form, "crm-1", "{'email': 'a@b.de', 'name': ' Ann ', 'wish': 'More'}"));
    Contact contact = first.contact();
    assertThat(contact.source()).isEqualTo(Source.FORM);
    assertThat(contact.source().text()).isEqualTo("via Form");
    assertThat(contact.fields().externalReferenceId()).contains("crm-1");
    assertThat(contact.fields().email()).contains("a@b.de");
    assertThat(contact.fields().name()).contains("Ann");
    assertThat(contact.fields().owner()).contains("ann"); // automations run
    assertThat(first.submission().answers())
        .extracting(Submission.Answer::key, Submission.Answer::value)
        .containsExactly(tuple("email", "a@b.de"), tuple("name", " Ann "), tuple("wish", "More"));
    now += 5;
    Submitted.Done second = done(submit(form, "crm-1", "{'email': 'new@b.de', 'name': null}"));
    assertThat(second.contact().id()).isEqualTo(contact.id());
    assertThat(second.contact().fields().email()).contains("new@b.de");
    assertThat(second.contact().fields().name()).contains("Ann"); // what is not answered stays
    assertThat(second.contact().version()).isEqualTo(2);

    Submissions all = Submissions.ofForm(form.id(), 10);
    assertThat(forms.submissions(Desk.ACME, all))
        .containsExactly(second.submission(), first.submission());
    assertThat(forms.submissions(Desk.ACME, Submissions.ofContact(contact.id(), 10))).hasSize(2);
    assertThat(forms.submissions(Desk.ACME, all.by(Optional.of("0".repeat(24))))).isEmpty();
    assertThat(forms.submissions(Desk.ACME, all.after(Optional.of(second.submission().id()))))
        .containsExactly(first.submission());
    assertThat(forms.count(Desk.ACME, all)).isEqualTo(2);
    assertThat(forms.submission(Desk.ACME, form.id(), first.submission().id()))
        .contains(first.submission());
    assertThat(form(form.id()).submissions()).isEqualTo(2);
    assertThat(form(form.id()).submittedAt()).hasValue(now);
    assertThat(form(form.id()).version()).isEqualTo(1);
    assertThat(events())
        .containsExactly("contact.created", "form.submitted", "contact.updated", "form.submitted");
  }

  @Test
  void answersAreJudgedByTheSchemaThatIsServed() {
    addField("Shoe size", CustomField.Type.NUMBER, false);
    Form form =
        form(
            EMAIL,
            NAME,
            field("phone", CustomField.Type.PHONE, false, Target.Standard.MOBILE_NUMBER),
            field("size", CustomField.Type.NUMBER, false, new Target.Custom("shoeSize")),
            asking("anyOf", CustomField.Type.BOOLEAN, false),
            asking("since", CustomField.Type.DATE, false),
            new FormField(
                question("topics", CustomField.Type.MULTI_CHOICE, true, "News", "Sales"), NOTHING));
    ObjectNode schema = forms.schema(form);
    assertThat(schema.path("title").asText()).isEqualTo("Newsletter");
    assertThat(schema.path("description").asText()).isEqualTo("Once a month");
    assertThat(schema.path("required").toString()).isEqualTo("[\"email\",\"topics\"]");
    assertThat(schema.at("/properties/size/title").asText()).isEqualTo("The size");

    String good = "'email': 'a@b.de', 'topics': ['News']";
    Map<String, List<String>> wrong =
        Map.of(
            "{}",
            List.of("email required", "topics required"),
            "{'email': null, 'topics': ['News']}",
            List.of("email type"),
            "{'email': 'a b', 'topics': []}",
            List.of("email format", "topics minItems"),
            "{" + good + ", 'name': 'a\\nb'}",
            List.of("name pattern"),
            "{" + good + ", 'name': '" + "x".repeat(201) + "'}",
            List.of("name maxLength"),
            "{" + good + ", 'phone': '12'}",
            List.of("phone format"),
            "{" + good + ", 'size': 'L', 'anyOf': 1}",
            List.of("size type", "anyOf type"),
            "{" + good + ", 'since': '2023-02-29'}",
            List.of("since format"),
            "{'email': 'a@b.de', 'topics': ['Other']}",
            List.of("topics.0 enum"),
            "{" + good + ", 'mail': 'x'}",
            List.of("mail additionalProperties"));
    wrong.forEach(
        (answers, told) ->
            assertThat(errors(submit(form, "x", answers)))
                .as(answers)
                .containsExactlyInAnyOrderElementsOf(told));
    assertThat(rows("contact")).isZero();
    assertThat(rows("form_submission")).isZero();
    assertThat(events()).isEmpty();

    String right = "{" + good + ", 'phone': '0170 1234567', 'size': 43.5, 'anyOf': true}";
    assertThat(
            SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
                .getSchema(schema)
                .validate(Desk.json(right.replace("0170 ", "+49170"))))
        .isEmpty();
    Contact contact = done(submit(form, "x", right)).contact();
    assertThat(contact.fields().mobileNumber()).contains("+491701234567");
    assertThat(contact.fields().customFields()).isEqualTo(Map.of("shoeSize", 43.5));
  }

  @Test
  void whereNobodyCanBeReachedByTheAnswersOnlyKnownContactsAnswer() {
    Form form = form(asking("stars", CustomField.Type.NUMBER, true));
    assertThat(submit(form, "nobody", "{'stars': 5}")).isEqualTo(new Submitted.NoContact());
    Contact ann = desk.made("{'externalReferenceId': 'crm-1', 'email': 'a@b.de'}");
    assertThat(done(submit(form, "crm-1", "{'stars': 5}")).contact()).isEqualTo(ann);
    assertThat(
            done(forms.submit(
                    Desk.ACME, form.id(), new Ref.Id(ann.id()), Desk.json("{'stars': 4}"), KEY))
                .contact())
        .isEqualTo(ann);
    assertThat(
            forms.submit(
                Desk.ACME,
                form(EMAIL).id(),
                new Ref.Id("0".repeat(24)),
                Desk.json("{'email': 'b@b.de'}"),
                KEY))
        .isEqualTo(new Submitted.NoContact()); // our ids are given by us

    Form optional = form(field("mail", CustomField.Type.EMAIL, false, Target.Standard.EMAIL));
    assertThat(errors(submit(optional, "nobody", "{}"))).containsExactly("mail anyOf");
    assertThat(errors(submit(optional, "schema", "{'mail': 'a@b.de'}")))
        .containsExactly("externalReferenceId not");
    assertThat(rows("contact")).isEqualTo(1);
    assertThat(rows("form_submission")).isEqualTo(2);
  }

  @Test
  void aValueThatIsAnotherContactsIsRefusedWithNothingDone() {
    addField("Tax", CustomField.Type.TEXT, true);
    Form form =
        form(EMAIL, field("number", CustomField.Type.TEXT, false, new Target.Custom("tax")));
    done(submit(form, "a", "{'email': 'a@b.de', 'number': 'T1'}"));
    done(submit(form, "b", "{'email': 'b@b.de'}"));
    assertThat(submit(form, "c", "{'email': 'c@b.de', 'number': 'T1'}"))
        .isEqualTo(new Submitted.Taken("number"));
    assertThat(submit(form, "b", "{'email': 'new@b.de', 'number': 'T1'}"))
        .isEqualTo(new Submitted.Taken("number"));
    assertThat(rows("contact")).isEqualTo(2);
    assertThat(rows("form_submission")).isEqualTo(2);
    assertThat(form(form.id()).submissions()).isEqualTo(2);
  }

  @Test
  void onlyAPublishedFormTakesAnswers() {
    Form form = form(EMAIL);
    Form draft = changed(form, form.terms().in(State.DRAFT));
    assertThat(submit(draft, "a", "{'email': 'a@b.de'}")).isEqualTo(new Submitted.NoForm());
    Form archived = changed(form, form.terms().in(State.ARCHIVED));
    assertThat(submit(archived, "a", "{'email': 'a@b.de'}")).isEqualTo(new Submitted.Archived());
    changed(form, form.terms());
    assertThat(done(submit(form, "a", "{'email': 'a@b.de'}")).submission().formVersion())
        .isEqualTo(4);
  }

  @Test
  void anAnswerToAContactFieldThatIsOutOfUseIsKeptButFillsNothing() {
    addField("Hobby", CustomField.Type.TEXT, false);
    Form form =
        form(EMAIL, field("hobby", CustomField.Type.TEXT, false, new Target.Custom("hobby")));
    var _ =
        desk.setups.changeField(
            Desk.ACME,
            "hobby",
            own ->
                new CustomField(
                    own.key(),
                    own.label(),
                    own.type(),
                    false,
                    false,
                    own.maxLength(),
                    own.choices(),
                    /* archived= */ true),
            Desk.ANY,
            ANN);
    Submitted.Done done = done(submit(form, "a", "{'email': 'a@b.de', 'hobby': 'Chess'}"));
    assertThat(done.contact().fields().customFields()).isEmpty();
    assertThat(done.submission().answers()).hasSize(2);
  }

  @Test
  void anotherOrganizationsFormIsLikeNone() {
    Form form = form(EMAIL);
    Submission submission = done(submit(form, "a", "{'email': 'a@b.de'}")).submission();
    Place crossed = new Place(Desk.OTHER.organizationId(), Desk.ACME.agentId());
    for (Place place : List.of(Desk.OTHER, Desk.SALES, crossed)) {
      assertThat(forms.find(place, form.id())).isEmpty();
      assertThat(forms.submission(place, form.id(), submission.id())).isEmpty();
      assertThat(forms.submissions(place, Submissions.ofForm(form.id(), 10))).isEmpty();
      assertThat(
              forms.submit(
                  place,
                  form.id(),
                  new Ref.External("a"),
                  Desk.json("{'email': 'evil@b.de'}"),
                  KEY))
          .isEqualTo(new Submitted.NoForm());
      assertThat(forms.change(place, form.id(), terms -> terms.in(State.DRAFT), Desk.ANY, ANN))
          .isEqualTo(new FormChange.Absent());
    }
    assertThat(forms.submission(Desk.ACME, form(NAME).id(), submission.id())).isEmpty();
  }

  @Test
  void whoeverAnswersAtOnceAreOneContactAndEveryAnswerIsKept() throws Exception {
    Form form = form(EMAIL);
    int many = 24;
    List<Callable<Submitted>> tasks = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String answers = "{'email': 'a%d@b.de'}".formatted(i);
      tasks.add(() -> submit(form, "one", answers));
    }
    tasks.add(
        () -> {
          changed(form, published(EMAIL, NAME));
          return new Submitted.NoForm();
        });
    List<Submitted> outcomes = atOnce(tasks);
    assertThat(outcomes).filteredOn(Submitted.Done.class::isInstance).hasSize(many);
    assertThat(rows("contact")).isEqualTo(1);
    assertThat(rows("form_submission")).isEqualTo(many);
    assertThat(form(form.id()).submissions()).isEqualTo(many);
    assertThat(events()).filteredOn("form.submitted"::equals).hasSize(many);
    List<String> emails = IntStream.range(0, many).mapToObj("a%d@b.de"::formatted).toList();
    Contact contact = desk.contacts.find(Desk.ACME, new Ref.External("one")).orElseThrow();
    assertThat(emails).contains(contact.fields().email().orElseThrow());
    assertThat(contact.version()).isEqualTo(many);
  }

  private static List<Submitted> atOnce(List<Callable<Submitted>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Submitted> outcomes = new ArrayList<>();
      for (Future<Submitted> future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }
}
