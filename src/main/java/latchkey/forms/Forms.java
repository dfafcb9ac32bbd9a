package latchkey.forms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.crm.Author;
import latchkey.crm.Change;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.FieldError;
import latchkey.crm.Phones;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.Regions;
import latchkey.crm.Setup;
import latchkey.crm.Setups;
import latchkey.crm.Source;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.forms.FormTerms.State;
import latchkey.outbox.Outbox;
import org.jdbi.v3.core.Handle;

/// What one can do with forms.
///
/// What people change about a form is an audit entry. A submission, what it does to its contact
/// and their events are one transaction.
public final class Forms {
  /// Of one agent, the archived ones too.
  public static final int MOST = 1_000;

  private static final String RESOURCE = "Form";
  private static final int KEPT = 1_000;
  private static final int MOST_TRIES = 5;

  private final Database database;
  private final Contacts contacts;
  private final Setups setups;
  private final Regions regions;
  private final int most;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Compiled> schemas = Caffeine.newBuilder().maximumSize(KEPT).build();

  private record Compiled(long formVersion, long setupVersion, FormSchema schema) {}

  public Forms(Database database, Contacts contacts, Setups setups, Regions regions) {
    this(database, contacts, setups, regions, MOST);
  }

  Forms(Database database, Contacts contacts, Setups setups, Regions regions, int most) {
    this.most = most;
    this.database = database;
    this.contacts = contacts;
    this.setups = setups;
    this.regions = regions;
  }

  // Defining

  public Form create(Place place, FormTerms terms, By by) {
    return database.write(
        tx -> {
          requireFits(terms, setups.of(tx.handle(), place));
          Form form =
              new Form(
                  Ids.next(tx.now(), random),
                  place,
                  terms,
                  0,
                  OptionalLong.empty(),
                  tx.now(),
                  tx.now(),
                  1);
          FormTable.insert(tx, form);
          AuditLog.append(
              tx,
              place.organizationId(),
              by,
              Event.create(
                  RESOURCE,
                  form.id(),
                  "Created the form \"%s\"".formatted(terms.name()),
                  FormText.audited(place, terms)));
          requireRoom(tx, place);
          return form;
        });
  }

  /// Counted behind the audit entry, which the organization's changes wait for in turn.
  private void requireRoom(Tx tx, Place place) {
    if (FormTable.count(tx.handle(), place, List.of(State.values())) > most) {
      throw new IllegalArgumentException(
          "an agent has at most %,d forms, the archived ones too: change one that is not needed"
              .formatted(most));
    }
  }

  public FormChange change(
      Place place, String id, UnaryOperator<FormTerms> change, OptionalLong ifVersion, By by) {
    return database.write(
        tx -> {
          Optional<Form> locked = FormTable.lock(tx, place, id);
          if (locked.isEmpty()) {
            return new FormChange.Absent();
          }
          Form before = locked.get();
          if (ifVersion.isPresent() && ifVersion.getAsLong() != before.version()) {
            return new FormChange.Stale(before.version());
          }
          return changed(tx, before, change.apply(before.terms()), by);
        });
  }

  private FormChange changed(Tx tx, Form before, FormTerms terms, By by) {
    if (terms.equals(before.terms())) {
      return new FormChange.Changed(before);
    }
    if (!terms.fields().equals(before.terms().fields())) {
      requireFits(terms, setups.of(tx.handle(), before.place()));
    }
    Form after =
        new Form(
            before.id(),
            before.place(),
            terms,
            before.submissions(),
            before.submittedAt(),
            before.createdAt(),
            tx.now(),
            before.version() + 1);
    FormTable.update(tx, after);
    AuditLog.append(
        tx,
        before.place().organizationId(),
        by,
        Event.update(
            RESOURCE,
            before.id(),
            "%s the form \"%s\"".formatted(verb(before.terms(), terms), terms.name()),
            FormText.audited(before.place(), before.terms()),
            FormText.audited(before.place(), terms)));
    return new FormChange.Changed(after);
  }

  private static String verb(FormTerms before, FormTerms after) {
    if (before.state() == after.state()) {
      return "Changed";
    }
    return switch (after.state()) {
      case DRAFT -> "Withdrew";
      case PUBLISHED -> "Published";
      case ARCHIVED -> "Archived";
    };
  }

  /// Refuses fields that fill what contacts do not have, or what takes other values.
  private static void requireFits(FormTerms terms, Setup setup) {
    for (FormField field : terms.fields()) {
      if (field.fills().isPresent()
          && field.fills().get() instanceof FormField.Target.Custom(String key)) {
        CustomField target =
            setup
                .field(key)
                .filter(own -> !own.archived())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "contacts have no field \"%s\" in use".formatted(key)));
        field.requireFits(target);
      }
    }
  }

  // Reading

  public Optional<Form> find(Place place, String id) {
    return database.read(handle -> FormTable.find(handle, place, id));
  }

  /// Forms in one of these states, the newest first: those older than the form `before`.
  public List<Form> list(
      Place place, List<State> states, Optional<String> before, long skip, int most) {
    return database.read(handle -> FormTable.list(handle, place, states, before, skip, most));
  }

  public long count(Place place, List<State> states) {
    return database.read(handle -> FormTable.count(handle, place, states));
  }

  /// JSON Schema 2020-12 of what [#submit] takes.
  public ObjectNode schema(Form form) {
    return compiled(form).document();
  }

  private FormSchema compiled(Form form) {
    long setup = setups.of(form.place()).version();
    Compiled known = schemas.getIfPresent(form.id());
    if (known != null && known.formVersion == form.version() && known.setupVersion == setup) {
      return known.schema;
    }
    FormSchema schema = new FormSchema(form.terms(), contacts.schema(form.place()));
    schemas.put(form.id(), new Compiled(form.version(), setup, schema));
    return schema;
  }

  public Optional<Submission> submission(Place place, String formId, String id) {
    return database.read(handle -> SubmissionTable.find(handle, place, formId, id));
  }

  public List<Submission> submissions(Place place, Submissions wanted) {
    return database.read(handle -> SubmissionTable.list(handle, place, wanted));
  }

  /// Whether a contact has submitted anything.
  public static boolean any(Handle handle, Place place, String contactId) {
    return SubmissionTable.count(handle, place, Submissions.ofContact(contactId, 1)) > 0;
  }

  public long count(Place place, Submissions wanted) {
    return database.read(handle -> SubmissionTable.count(handle, place, wanted));
  }

  /// Takes away so many submissions of an agent that is gone; says how many there were.
  public static int clearSubmissions(Tx tx, Place place, int most) {
    return SubmissionTable.clear(tx, place, most);
  }

  /// The same of its forms, when they have no submissions any more.
  public static int clear(Tx tx, Place place, int most) {
    return FormTable.clear(tx, place, most);
  }

  // Submitting

  /// Takes answers to a published form. They fill the contact's fields that the form says; if
  /// there is no contact with that id of the caller's, they make one.
  public Submitted submit(Place place, String formId, Ref ref, ObjectNode sent, By by) {
    for (int tries = 1; ; tries++) {
      try {
        return submitOnce(place, formId, ref, sent, new Author(by, Source.FORM));
      } catch (Moved _) {
        if (tries == MOST_TRIES) {
          throw DatabaseException.unavailable("the form changes all the time");
        }
      } catch (DatabaseException e) {
        if (e.kind() != DatabaseException.Kind.CONFLICT || tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /// Undoes the transaction: what was judged by is not so any more.
  private static final class Moved extends RuntimeException {}

  private Submitted submitOnce(
      Place place, String formId, Ref ref, ObjectNode sent, Author author) {
    Optional<Form> found = find(place, formId);
    if (found.isEmpty()) {
      return new Submitted.NoForm();
    }
    Form form = found.get();
    return switch (form.terms().state()) {
      case DRAFT -> new Submitted.NoForm();
      case ARCHIVED -> new Submitted.Archived();
      case PUBLISHED -> {
        FormSchema schema = compiled(form);
        ObjectNode answers = normalized(form, sent);
        List<FieldError> errors = schema.judge(answers);
        yield errors.isEmpty()
            ? taken(ref, new Answered(form, schema, answers, author))
            : new Submitted.Invalid(errors);
      }
    };
  }

  private ObjectNode normalized(Form form, ObjectNode sent) {
    ObjectNode answers = sent.deepCopy();
    String organization = form.place().organizationId();
    form.terms().fields().stream()
        .filter(field -> field.question().type() == CustomField.Type.PHONE)
        .forEach(
            field ->
                Phones.normalize(
                    answers,
                    field.key(),
                    () -> database.read(handle -> regions.of(handle, organization))));
    return answers;
  }

  /// Answers that are as the form's schema says.
  private record Answered(Form form, FormSchema schema, ObjectNode answers, Author author) {
    Submitted refused(List<FieldError> errors) {
      return new Submitted.Invalid(schema.asked(errors));
    }

    Submitted taken(String field) {
      return new Submitted.Taken(schema.asked(field));
    }
  }

  private Submitted taken(Ref ref, Answered answered) {
    ObjectNode fields = answered.schema.contact(answered.answers);
    return database.writeTogether(tx -> take(tx, ref, fields, answered));
  }

  private Submitted take(Tx tx, Ref ref, ObjectNode fields, Answered answered) {
    Place place = answered.form.place();
    return switch (contacts.change(tx, place, ref, fields, OptionalLong.empty(), answered.author)) {
      case Change.Changed(Contact contact) -> store(tx, contact, answered);
      case Change.Absent _ -> meet(tx, ref, fields, answered);
      case Change.Invalid(var errors) -> answered.refused(errors);
      case Change.Taken(var field) -> answered.taken(field);
      case Change.Stale _ -> throw new IllegalStateException("no version was asked for");
    };
  }

  /// Makes a contact of somebody who was none.
  private Submitted meet(Tx tx, Ref ref, ObjectNode fields, Answered answered) {
    if (!(ref instanceof Ref.External(String own)) || !answered.form.terms().reachesPeople()) {
      return new Submitted.NoContact();
    }
    ObjectNode whole = fields.deepCopy().put("externalReferenceId", own);
    return switch (contacts.create(tx, answered.form.place(), whole, false, answered.author)) {
      case Creation.Created(Contact contact, _) -> store(tx, contact, answered);
      case Creation.Invalid(var errors) -> answered.refused(errors);
      case Creation.Taken(var field) when field.equals("externalReferenceId") ->
          throw new Moved(); // somebody came first: it is theirs that changes
      case Creation.Taken(var field) -> answered.taken(field);
      case Creation.LikelyDuplicate _ ->
          throw new IllegalStateException("duplicates were not refused");
    };
  }

  private Submitted store(Tx tx, Contact contact, Answered answered) {
    Form form = answered.form;
    String by = answered.author.by().id();
    Submission submission =
        new Submission(
            Ids.next(tx.now(), random),
            form.place(),
            form.id(),
            form.version(),
            contact.id(),
            answered.schema.answers(answered.answers),
            by,
            tx.now());
    if (!FormTable.count(tx, form)) {
      throw new Moved();
    }
    SubmissionTable.insert(tx, submission);
    Outbox.append(
        tx,
        form.place().organizationId(),
        form.place().agentId(),
        "form.submitted",
        submission.id(),
        SubmissionJson.of(submission).toString().getBytes(StandardCharsets.UTF_8),
        by);
    return new Submitted.Done(submission, contact);
  }
}
