package latchkey.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A contact as JSON, the same at every door and in every event.
public final class ContactJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ContactJson() {}

  public static ObjectNode of(Contact contact) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", contact.id());
    Fields fields = contact.fields();
    put(json, "externalReferenceId", fields.externalReferenceId());
    put(json, "name", fields.name());
    put(json, "email", fields.email());
    put(json, "mobileNumber", fields.mobileNumber());
    put(json, "gender", fields.gender());
    put(json, "status", fields.status());
    put(json, "stage", fields.stage());
    put(json, "owner", fields.owner());
    put(json, "secondaryOwner", fields.secondaryOwner());
    JsonNode customFields = MAPPER.valueToTree(fields.customFields());
    json.set("customFields", customFields);
    json.put("source", contact.source().text());
    put(json, "createdAt", Optional.of(time(contact.createdAt())));
    put(json, "updatedAt", Optional.of(time(contact.updatedAt())));
    put(
        json,
        "archivedAt",
        contact.archived()
            ? Optional.of(time(contact.archivedAt().orElseThrow()))
            : Optional.empty());
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<String> value) {
    value.ifPresentOrElse(text -> json.put(name, text), () -> json.putNull(name));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
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
