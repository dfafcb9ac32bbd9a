package latchkey.doors.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import latchkey.gate.KeySnapshot;
import latchkey.http.Json;
import latchkey.keys.Key;

/// The fields about a key that are the same in every verdict on it, encoded once.
///
/// @param fields with a comma before the first, for they follow others
record KeyJson(SerializableString fields) {
  static KeyJson encode(KeySnapshot snapshot) {
    String object = new String(Json.bytes(json -> write(json, snapshot)), StandardCharsets.UTF_8);
    return new KeyJson(new SerializedString("," + object.substring(1, object.length() - 1)));
  }

  private static void write(JsonGenerator json, KeySnapshot snapshot) throws IOException {
    json.writeStartObject();
    Key key = snapshot.key();
    json.writeStringField("keyId", snapshot.idText());
    json.writeStringField("organizationId", key.organizationId());
    if (key.agentId().isPresent()) {
      json.writeStringField("agentId", key.agentId().get());
    }
    json.writeStringField("name", key.terms().name());
    json.writeStringField("environment", key.environment().text());
    json.writeArrayFieldStart("permissions");
    for (String permission : snapshot.grants().names()) {
      json.writeString(permission);
    }
    json.writeEndArray();
    json.writeFieldName("metadata");
    json.writeRawValue(key.terms().metadata().json()); // was parsed when it was stored
    json.writeEndObject();
  }
}
