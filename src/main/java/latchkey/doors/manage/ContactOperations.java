package latchkey.doors.manage;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crm.Author;
import latchkey.crm.Change;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.FieldError;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.Setup;
import latchkey.crm.Setups;
import latchkey.crm.Source;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/contacts`. [ContactLists] are the lists, [NoteOperations]
/// the notes, [FileOperations] the files.
public final class ContactOperations {
  static final String ALL = "/api/v1/agents/{agentId}/contacts";
  static final String ONE = ALL + "/{contactId}";

  private final AgentPlaces places;
  private final Contacts contacts;
  private final Setups setups;

  public ContactOperations(AgentPlaces places, Contacts contacts, Setups setups) {
    this.places = places;
    this.contacts = contacts;
    this.setups = setups;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    Need create = Need.of(Right.CONTACTS_MANAGE, "contacts.create");
    Need update = Need.of(Right.CONTACTS_MANAGE, "contacts.update");
    return List.of(
        Operation.create(ALL, create, this::create).taking("rejectDuplicates").alsoForOneAgent(),
        Operation.get(ALL + "/fields", read, this::fields).alsoForOneAgent(),
        Operation.get(ONE, read, this::show).alsoForOneAgent(),
        Operation.patch(ONE, update, this::change).alsoForOneAgent(),
        Operation.post(ONE + "/archive", update, this::archive).alsoForOneAgent(),
        Operation.post(ONE + "/unarchive", update, this::unarchive).alsoForOneAgent());
  }

  /// A contact as it is shown.
  record Shown(
      String id,
      Optional<String> externalReferenceId,
      Optional<String> name,
      Optional<String> email,
      Optional<String> mobileNumber,
      Optional<String> gender,
      Optional<String> status,
      Optional<String> stage,
      Optional<String> owner,
      Optional<String> secondaryOwner,
      Map<String, Object> customFields,
      String source,
      Instant createdAt,
      Instant updatedAt,
      Optional<Instant> archivedAt,
      long version) {
    static Shown of(Contact contact) {
      var fields = contact.fields();
      return new Shown(
          contact.id(),
          fields.externalReferenceId(),
          fields.name(),
          fields.email(),
          fields.mobileNumber(),
          fields.gender(),
          fields.status(),
          fields.stage(),
          fields.owner(),
          fields.secondaryOwner(),
          fields.customFields(),
          contact.source().text(),
          Instant.ofEpochMilli(contact.createdAt()),
          Instant.ofEpochMilli(contact.updatedAt()),
          contact.archivedAt().isPresent()
              ? Optional.of(Instant.ofEpochMilli(contact.archivedAt().getAsLong()))
              : Optional.empty(),
          contact.version());
    }
  }

  private Answer show(Call call) {
    return contacts
        .find(places.of(call), ref(call))
        .map(ContactOperations::shown)
        .orElseThrow(ContactOperations::absent);
  }

  private static Ref ref(Call call) {
    return new Ref.Id(call.path("contactId"));
  }

  /// Who adds a contact by hand does so manually, a program does so by the API.
  static Author author(Call call) {
    return switch (call.caller()) {
      case Caller.Manager _ -> Author.manager(call.by());
      case Caller.Anonymous _, Caller.Person _, Caller.Member _, Caller.Operator _ ->
          new Author(call.by(), Source.MANUAL);
    };
  }

  private record Made(Shown contact, List<Creation.Warning> warnings) {}

  private Answer create(Call call) {
    Place place = places.of(call);
    boolean reject = call.flag("rejectDuplicates").orElse(false);
    return switch (contacts.create(place, call.tree(), reject, author(call))) {
      case Creation.Created(var contact, var warnings) ->
          Answer.created(
                  new Made(Shown.of(contact), warnings),
                  "/api/v1/agents/%s/contacts/%s".formatted(place.agentId(), contact.id()))
              .version(contact.version());
      case Creation.Invalid(var errors) -> throw invalid(errors);
      case Creation.Taken(var field) -> throw taken(field);
      case Creation.LikelyDuplicate(var ids) ->
          throw Faults.conflict(
                  "likely_duplicate", "A contact with the same email or phone number is there.")
              .with("contactIds", ids);
    };
  }

  private Answer change(Call call) {
    return done(
        contacts.change(places.of(call), ref(call), call.tree(), call.version(), author(call)));
  }

  private Answer archive(Call call) {
    return done(contacts.archive(places.of(call), ref(call), call.version(), author(call)));
  }

  private Answer unarchive(Call call) {
    return done(contacts.unarchive(places.of(call), ref(call), call.version(), author(call)));
  }

  private static Answer done(Change change) {
    return switch (change) {
      case Change.Changed(var contact) -> shown(contact);
      case Change.Absent _ -> throw absent();
      case Change.Stale(var version) -> throw Faults.stale(version);
      case Change.Invalid(var errors) -> throw invalid(errors);
      case Change.Taken(var field) -> throw taken(field);
    };
  }

  private static Answer shown(Contact contact) {
    return Answer.of(Shown.of(contact)).version(contact.version());
  }

  static Problem absent() {
    return Faults.absent("contact");
  }

  private static Problem invalid(List<FieldError> errors) {
    return Faults.invalid(String.join("; ", errors.stream().map(FieldError::message).toList()))
        .with(
            "fields",
            errors.stream()
                .map(one -> fault(one.field(), one.message(), Optional.of(one.rule())))
                .toList());
  }

  private static Problem taken(String field) {
    String why = "Another contact of the agent has this %s already.".formatted(field);
    return Faults.conflict("taken", why)
        .with("fields", List.of(fault(field, why, Optional.of("unique"))));
  }

  private static Map<String, String> fault(String field, String message, Optional<String> rule) {
    Map<String, String> fault = new LinkedHashMap<>();
    fault.put("field", field);
    fault.put("message", message);
    rule.ifPresent(text -> fault.put("rule", text));
    return fault;
  }

  /// A custom field, as a form must know it.
  private record Asked(
      String key,
      String label,
      String type,
      boolean required,
      Optional<Integer> maxLength,
      List<String> choices) {
    static Asked of(CustomField field) {
      return new Asked(
          field.key(),
          field.label(),
          field.type().text(),
          field.required(),
          field.maxLength().isPresent()
              ? Optional.of(field.maxLength().getAsInt())
              : Optional.empty(),
          field.choices());
    }
  }

  private record Form(List<String> stages, List<String> statuses, List<Asked> customFields) {}

  private Answer fields(Call call) {
    Setup setup = setups.of(places.of(call));
    return Answer.of(
        new Form(
            setup.stages(),
            setup.statuses(),
            setup.fields().stream().filter(field -> !field.archived()).map(Asked::of).toList()));
  }
}
