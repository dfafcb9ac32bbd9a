package latchkey.crm;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A contact as JSON, the same at the open door and in every event.
public final class ContactJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE).build();

  private ContactJson() {}

  public static void write(JsonGenerator json, Contact contact) throws IOException {
    json.writeStartObject();
    writeFields(json, contact);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, Contact contact) throws IOException {
    Fields fields = contact.fields();
    json.writeStringField("id", contact.id());
    write(json, "externalReferenceId", fields.externalReferenceId());
    write(json, "name", fields.name());
    write(json, "email", fields.email());
    write(json, "mobileNumber", fields.mobileNumber());
    write(json, "gender", fields.gender());
    write(json, "status", fields.status());
    write(json, "stage", fields.stage());
    write(json, "owner", fields.owner());
    write(json, "secondaryOwner", fields.secondaryOwner());
    json.writeFieldName("customFields");
    MAPPER.writeValue(json, fields.customFields());
    json.writeStringField("source", contact.source().text());
    json.writeStringField("createdAt", time(contact.createdAt()));
    json.writeStringField("updatedAt", time(contact.updatedAt()));
    write(
        json,
        "archivedAt",
        contact.archived()
            ? Optional.of(time(contact.archivedAt().orElseThrow()))
            : Optional.empty());
  }

  public static void write(JsonGenerator json, List<Contact> contacts) throws IOException {
    json.writeStartArray();
    for (Contact contact : contacts) {
      write(json, contact);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /// As audit entries have it: with whose it is, which there no path says.
  static String audited(Contact contact) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("agentId", contact.place().agentId());
      writeFields(json, contact);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }

  public static String text(Contact contact) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      write(json, contact);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }

  /// The custom fields as they are stored.
  static String text(Map<String, Object> customFields) {
    try {
      return customFields.isEmpty() ? "{}" : MAPPER.writeValueAsString(customFields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> customFields(String text) {
    try {
      return text.equals("{}") ? Map.of() : MAPPER.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("custom fields are stored as JSON", e);
    }
  }

  /// These with what was sent: null takes away.
  static Map<String, Object> merged(Map<String, Object> before, JsonNode sent) {
    Map<String, Object> merged = new TreeMap<>(before);
    for (Map.Entry<String, JsonNode> field : sent.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull() || (value.isArray() && value.isEmpty())) {
        merged.remove(field.getKey());
      } else {
        merged.put(field.getKey(), MAPPER.convertValue(value, Object.class));
      }
    }
    return merged;
  }
}
