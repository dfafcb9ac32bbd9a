package latchkey.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// What somebody sent of a contact, judged, in the form in which it is stored.
///
/// @param errors if there are any, the rest means nothing
record Sent(List<FieldError> errors, ObjectNode fields) {
  Sent {
    errors = List.copyOf(errors);
  }

  boolean isRefused() {
    return !errors.isEmpty();
  }

  /// Where what is looked up is read: a view of the record, or the transaction that is running.
  interface View {
    <T> T read(Function<Handle, T> work);
  }

  /// What judging needs besides the schema.
  record Lookups(Owners owners, Regions regions) {
    Sent creation(View view, Place place, Setup setup, ContactSchema schema, ObjectNode sent) {
      return judged(view, place, setup, sent, schema::judgeCreation);
    }

    Sent change(View view, Place place, Setup setup, ContactSchema schema, ObjectNode sent) {
      return judged(view, place, setup, sent, schema::judgeChange);
    }

    private Sent judged(
        View view,
        Place place,
        Setup setup,
        ObjectNode sent,
        Function<ObjectNode, List<FieldError>> schema) {
      ObjectNode fields = sent.deepCopy();
      normalize(view, place, fields, "mobileNumber");
      if (fields.get(ContactSchema.CUSTOM) instanceof ObjectNode custom) {
        setup.fields().stream()
            .filter(field -> field.type() == CustomField.Type.PHONE)
            .forEach(field -> normalize(view, place, custom, field.key()));
      }
      List<FieldError> errors = new ArrayList<>(schema.apply(fields));
      if (errors.isEmpty()) {
        for (String field : List.of("owner", "secondaryOwner")) {
          resolveOwner(view, place, fields, field).ifPresent(errors::add);
        }
      }
      return new Sent(errors, fields);
    }

    private void normalize(View view, Place place, ObjectNode fields, String name) {
      Phones.normalize(
          fields, name, () -> view.read(handle -> regions.of(handle, place.organizationId())));
    }

    private Optional<FieldError> resolveOwner(
        View view, Place place, ObjectNode fields, String name) {
      JsonNode value = fields.get(name);
      if (value == null || value.isNull()) {
        return Optional.empty();
      }
      Optional<String> owner =
          view.read(
              handle -> owners.find(handle, place.organizationId(), value.textValue().strip()));
      owner.ifPresent(id -> fields.put(name, id));
      return owner.isPresent()
          ? Optional.empty()
          : Optional.of(
              new FieldError(
                  name, "member", "must be the id or the e-mail address of an active member"));
    }
  }

  /// These fields with what was sent: null takes away.
  Fields over(Fields before) {
    return new Fields(
        text("externalReferenceId", before.externalReferenceId()),
        text("name", before.name()).map(String::strip),
        text("email", before.email()),
        text("mobileNumber", before.mobileNumber()),
        text("gender", before.gender()).map(String::strip),
        text("status", before.status()),
        text("stage", before.stage()),
        text("owner", before.owner()),
        text("secondaryOwner", before.secondaryOwner()),
        customFields(before.customFields()));
  }

  private Optional<String> text(String name, Optional<String> before) {
    JsonNode value = fields.get(name);
    return value == null ? before : Optional.ofNullable(value.textValue());
  }

  private Map<String, Object> customFields(Map<String, Object> before) {
    JsonNode sent = fields.get(ContactSchema.CUSTOM);
    if (sent == null) {
      return before;
    }
    return sent.isNull() ? Map.of() : ContactJson.merged(before, sent);
  }
}
