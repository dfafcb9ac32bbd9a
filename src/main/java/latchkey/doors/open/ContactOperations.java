package latchkey.doors.open;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import latchkey.crm.Author;
import latchkey.crm.Change;
import latchkey.crm.Contact;
import latchkey.crm.ContactJson;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.Found;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.doors.Versions;
import latchkey.http.Json;
import latchkey.http.Problem;

/// `/v1/open/contacts`: by the caller's own id for a contact, or by ours behind `mantisid`.
public final class ContactOperations {
  private static final String AGENT = "/chatbots/{agentId}";
  private static final String ALL = "/contacts" + AGENT;
  private static final String READ = "contacts.read";
  private static final String UPDATE = "contacts.update";
  private static final String REJECT = "rejectDuplicates";

  private final Contacts contacts;
  private final Function<String, ZoneId> zones;

  /// @param zones of organizations, by their ids; they may be looked up
  public ContactOperations(Contacts contacts, Function<String, ZoneId> zones) {
    this.contacts = contacts;
    this.zones = zones;
  }

  /// Literal paths come before those that would take their words for an id.
  public List<OpenOperation> operations() {
    List<OpenOperation> all = new ArrayList<>();
    all.add(OpenOperation.get("/contacts/schema" + AGENT, READ, this::schema));
    all.add(OpenOperation.create(ALL, "contacts.create", this::create).taking(REJECT));
    all.add(OpenOperation.get(ALL, READ, this::list).taking(ContactQuery.PARAMETERS));
    all.addAll(
        addressed(
            "/contacts/mantisid/{contactId}" + AGENT, call -> new Ref.Id(call.path("contactId"))));
    all.addAll(
        addressed(
            "/contacts/{externalReferenceId}" + AGENT,
            call -> new Ref.External(call.path("externalReferenceId"))));
    return List.copyOf(all);
  }

  private List<OpenOperation> addressed(String path, Function<OpenCall, Ref> ref) {
    return List.of(
        OpenOperation.get(path, READ, call -> show(call, ref.apply(call))),
        OpenOperation.put(path, UPDATE, call -> change(call, ref.apply(call))),
        OpenOperation.patch(
            path + "/archive",
            UPDATE,
            call ->
                file(call, ref.apply(call), contacts::archive, "Contact archived successfully")),
        OpenOperation.patch(
            path + "/unarchive",
            UPDATE,
            call ->
                file(
                    call,
                    ref.apply(call),
                    contacts::unarchive,
                    "Contact unarchived successfully")));
  }

  private OpenAnswer schema(OpenCall call) {
    String schema = contacts.schema(call.place()).toString();
    return OpenAnswer.ok(
        "Contact schema retrieved successfully", json -> json.writeRawValue(schema));
  }

  private OpenAnswer create(OpenCall call) {
    boolean reject = call.flag(REJECT);
    return switch (contacts.create(call.place(), call.body(), reject, call.author())) {
      case Creation.Created(var contact, var warnings) ->
          OpenAnswer.created("Contact created successfully", writing(contact))
              .version(contact.version())
              .warning(
                  warnings.stream()
                      .map(
                          warning ->
                              new OpenAnswer.Warning(
                                  warning.code(), warning.message(), warning.contactIds()))
                      .toList());
      case Creation.Invalid(var errors) -> throw FieldFaults.invalid(errors);
      case Creation.Taken(var field) -> throw FieldFaults.taken(field);
      case Creation.LikelyDuplicate(var ids) ->
          throw Problem.of(
                  409,
                  "likely_duplicate",
                  "A contact with the same email or mobileNumber exists already")
              .with("contactIds", ids);
    };
  }

  private OpenAnswer list(OpenCall call) {
    ContactQuery query = ContactQuery.of(call, () -> zones.apply(call.organizationId()));
    Found found = found(call, query);
    return OpenAnswer.ok(
            "Contacts retrieved successfully", json -> ContactJson.write(json, found.contacts()))
        .page(query.pagination(found));
  }

  private Found found(OpenCall call, ContactQuery query) {
    try {
      return contacts.list(call.place(), query.filter(), query.sort(), query.slice());
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "invalid_cursor", String.valueOf(e.getMessage()));
    }
  }

  private OpenAnswer show(OpenCall call, Ref ref) {
    return contacts
        .find(call.place(), ref)
        .map(contact -> shown("Contact retrieved successfully", contact))
        .orElseThrow(ContactOperations::absent);
  }

  private OpenAnswer change(OpenCall call, Ref ref) {
    Contact contact =
        done(contacts.change(call.place(), ref, call.body(), call.version(), call.author()));
    return shown("Contact updated successfully", contact);
  }

  /// Putting a contact into the archive, or taking it out.
  private interface Filing {
    Change file(Place place, Ref ref, OptionalLong ifVersion, Author author);
  }

  private static OpenAnswer file(OpenCall call, Ref ref, Filing filing, String message) {
    call.requireNoBody();
    return shown(message, done(filing.file(call.place(), ref, call.version(), call.author())));
  }

  private static OpenAnswer shown(String message, Contact contact) {
    return OpenAnswer.ok(message, writing(contact)).version(contact.version());
  }

  private static Json.Writing writing(Contact contact) {
    return json -> ContactJson.write(json, contact);
  }

  private static Contact done(Change change) {
    return switch (change) {
      case Change.Changed(var contact) -> contact;
      case Change.Absent _ -> throw absent();
      case Change.Stale(var version) -> throw Versions.stale(version);
      case Change.Invalid(var errors) -> throw FieldFaults.invalid(errors);
      case Change.Taken(var field) -> throw FieldFaults.taken(field);
    };
  }

  private static Problem absent() {
    return Problem.of(404, "not_found", "Contact not found");
  }
}
