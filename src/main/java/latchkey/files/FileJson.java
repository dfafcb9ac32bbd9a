package latchkey.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// A file as JSON, the same at every door and in every event.
public final class FileJson {
  private FileJson() {}

  public static ObjectNode of(ContactFile file) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", file.id());
    json.put("contactId", file.shelf().contactId());
    json.put("name", file.name());
    json.put("size", file.size());
    json.put("type", file.type());
    json.put("sha256", file.sha256());
    json.put("uploadedBy", file.uploadedBy());
    json.put("createdAt", Instant.ofEpochMilli(file.at()).toString());
    return json;
  }
}
