package latchkey.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.crm.Author;
import latchkey.crm.Change;
import latchkey.crm.Contact;
import latchkey.crm.ContactJson;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.FieldError;
import latchkey.crm.Ref;
import latchkey.crm.Setup;
import latchkey.crm.Source;
import latchkey.db.Tx;
import latchkey.imports.Plan.Duplicates;
import latchkey.imports.Plan.Existing;
import latchkey.imports.TraceTable.Deed;

/// What the rows of one import do to contacts, in the transaction of their batch.
final class RowWork {
  private static final String EXTERNAL = "externalReferenceId";
  private static final String CUSTOM = "customFields";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Contacts contacts;
  private final Import run;
  private final Plan plan;
  private final Map<String, CellKind> kinds;
  private final Author author;

  /// What became of a row.
  sealed interface Result {
    /// It is a new contact.
    ///
    /// @param contact as it is now
    record Created(Contact contact) implements Result {}

    record Updated(Contact contact) implements Result {}

    /// It is passed over.
    ///
    /// @param contactId of the contact that is in its way
    record Skipped(FieldError why, Optional<String> contactId) implements Result {}

    record Failed(List<FieldError> errors) implements Result {}
  }

  RowWork(Contacts contacts, Setup setup, Import run, Plan plan) {
    this.contacts = contacts;
    this.run = run;
    this.plan = plan;
    this.kinds = kinds(setup);
    this.author = new Author(run.by(), Source.CSV);
  }

  private static Map<String, CellKind> kinds(Setup setup) {
    Map<String, CellKind> kinds = new HashMap<>();
    for (CustomField field : setup.fields()) {
      kinds.put(
          Mapping.CUSTOM + field.key(),
          switch (field.type()) {
            case NUMBER -> CellKind.NUMBER;
            case BOOLEAN -> CellKind.BOOLEAN;
            case MULTI_CHOICE -> CellKind.TEXTS;
            case TEXT, DATE, CHOICE, URL, PHONE, EMAIL -> CellKind.TEXT;
          });
    }
    return kinds;
  }

  /// What would be sent for a row.
  ObjectNode sent(Sheet.Row row) {
    return plan.mapping().contact(row.cells(), kinds);
  }

  Result take(Tx tx, Sheet.Row row) {
    ObjectNode sent = sent(row);
    if (plan.existing() == Existing.UPDATE && sent.has(EXTERNAL)) {
      Ref ref = new Ref.External(sent.get(EXTERNAL).asText());
      Optional<Contact> before = contacts.find(tx, run.place(), ref);
      if (before.isPresent()) {
        return update(tx, row, before.get(), sent);
      }
    }
    return create(tx, row, sent);
  }

  private Result create(Tx tx, Sheet.Row row, ObjectNode sent) {
    boolean unlike = plan.duplicates() == Duplicates.SKIP;
    return switch (contacts.create(tx, run.place(), sent, unlike, author)) {
      case Creation.Created(Contact contact, _) -> {
        remember(tx, row, contact, Optional.empty());
        yield new Result.Created(contact);
      }
      case Creation.Invalid(var errors) -> new Result.Failed(errors);
      case Creation.Taken(var field) -> taken(tx, field, sent);
      case Creation.LikelyDuplicate(var ids) ->
          new Result.Skipped(
              new FieldError(
                  "", "likely_duplicate", "another contact has the same email or mobileNumber"),
              Optional.of(ids.getFirst()));
    };
  }

  private Result taken(Tx tx, String field, ObjectNode sent) {
    FieldError taken = new FieldError(field, "unique", "another contact has this " + field);
    if (!field.equals(EXTERNAL) || plan.existing() != Existing.SKIP) {
      return new Result.Failed(List.of(taken));
    }
    Ref ref = new Ref.External(sent.get(EXTERNAL).asText());
    return new Result.Skipped(taken, contacts.find(tx, run.place(), ref).map(Contact::id));
  }

  private Result update(Tx tx, Sheet.Row row, Contact before, ObjectNode sent) {
    Ref ref = new Ref.Id(before.id());
    return switch (contacts.change(tx, run.place(), ref, sent, OptionalLong.empty(), author)) {
      case Change.Changed(Contact after) -> {
        if (after.version() == before.version()) {
          yield new Result.Skipped(
              new FieldError("", "unchanged", "the contact is so already"),
              Optional.of(after.id()));
        }
        remember(tx, row, after, replaced(tx, before, sent));
        yield new Result.Updated(after);
      }
      case Change.Invalid(var errors) -> new Result.Failed(errors);
      case Change.Taken(var field) -> taken(tx, field, sent);
      case Change.Absent _, Change.Stale _ ->
          throw new IllegalStateException("a contact of this transaction is gone: " + before.id());
    };
  }

  /// What the contact was before this import came to it first; nothing stays nothing, for who is
  /// undone was created by it.
  private Optional<ObjectNode> replaced(Tx tx, Contact before, ObjectNode sent) {
    Optional<Deed> earlier = TraceTable.deed(tx.handle(), run, before.id());
    // Somebody else's change between two of ours is not ours to undo.
    boolean ours = earlier.filter(deed -> deed.version() == before.version()).isPresent();
    return earlier.isPresent() && ours
        ? earlier.get().former().map(first -> merged(former(before, sent), first))
        : Optional.of(former(before, sent));
  }

  private void remember(Tx tx, Sheet.Row row, Contact after, Optional<ObjectNode> former) {
    TraceTable.put(
        tx, run, new Deed(after.id(), former, after.version(), row.number(), row.line()));
  }

  /// What stood in the fields that were sent, null where nothing did.
  private static ObjectNode former(Contact before, ObjectNode sent) {
    ObjectNode is = read(ContactJson.text(before));
    ObjectNode former = JsonNodeFactory.instance.objectNode();
    for (String field : (Iterable<String>) sent::fieldNames) {
      former.set(field, field.equals(CUSTOM) ? custom(is, sent) : is.get(field));
    }
    return former;
  }

  private static JsonNode custom(ObjectNode is, ObjectNode sent) {
    ObjectNode former = JsonNodeFactory.instance.objectNode();
    for (String key : (Iterable<String>) sent.get(CUSTOM)::fieldNames) {
      JsonNode value = is.get(CUSTOM).get(key);
      former.set(key, value == null ? JsonNodeFactory.instance.nullNode() : value);
    }
    return former;
  }

  private static ObjectNode read(String ours) {
    try {
      return (ObjectNode) JSON.readTree(ours);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `first` wins, in the custom fields too.
  private static ObjectNode merged(ObjectNode later, ObjectNode first) {
    try {
      return JSON.readerForUpdating(later).readValue(first);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is to be said of a row.
  List<Remark> remarks(Sheet.Row row, Result result) {
    return switch (result) {
      case Result.Created _, Result.Updated _ -> List.of();
      case Result.Skipped(var why, var contactId) ->
          List.of(remark(row, Remark.Outcome.SKIPPED, why, contactId));
      case Result.Failed(var errors) ->
          errors.stream()
              .map(error -> remark(row, Remark.Outcome.FAILED, error, Optional.empty()))
              .toList();
    };
  }

  private Remark remark(
      Sheet.Row row, Remark.Outcome outcome, FieldError error, Optional<String> contactId) {
    return new Remark(
        row.number(),
        row.line(),
        outcome,
        plan.mapping().columnOf(error.field()).map(run.titles()::get).orElse(""),
        error.field(),
        error.rule(),
        error.message(),
        contactId);
  }
}
