package latchkey.doors.open;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import latchkey.crm.Contact;
import latchkey.crm.Fields;
import latchkey.http.IsoTime;
import latchkey.http.Json;

/// A contact as [latchkey.crm.ContactJson] has it, written without a tree in between: reading one
/// is what this door does most.
final class ContactWriting {
  private ContactWriting() {}

  static void write(JsonGenerator json, Contact contact) throws IOException {
    Fields fields = contact.fields();
    json.writeStartObject();
    json.writeStringField("id", contact.id());
    text(json, "externalReferenceId", fields.externalReferenceId());
    text(json, "name", fields.name());
    text(json, "email", fields.email());
    text(json, "mobileNumber", fields.mobileNumber());
    text(json, "gender", fields.gender());
    text(json, "status", fields.status());
    text(json, "stage", fields.stage());
    text(json, "owner", fields.owner());
    text(json, "secondaryOwner", fields.secondaryOwner());
    json.writeFieldName("customFields");
    Json.value(json, fields.customFields());
    json.writeStringField("source", contact.source().text());
    json.writeFieldName("createdAt");
    IsoTime.write(json, contact.createdAt());
    json.writeFieldName("updatedAt");
    IsoTime.write(json, contact.updatedAt());
    json.writeFieldName("archivedAt");
    if (contact.archived()) {
      IsoTime.write(json, contact.archivedAt().orElseThrow());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, List<Contact> contacts) throws IOException {
    json.writeStartArray();
    for (Contact contact : contacts) {
      write(json, contact);
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
