package latchkey.doors.open;

import java.util.List;
import java.util.Map;
import latchkey.http.ErrorForm;
import latchkey.http.HeaderLine;
import latchkey.http.Json;
import latchkey.http.Problem;

/// `{success,message,error:{code,fields}}`, with what else there is to know of it beside those
/// two.
public final class OpenErrors implements ErrorForm {
  private static final String FIELDS = "fields";

  @Override
  public HeaderLine type() {
    return HeaderLine.JSON;
  }

  @Override
  public byte[] body(String requestId, Problem problem) {
    return body(problem.detail(), problem.code(), problem.members());
  }

  @Override
  public byte[] failure(String requestId) {
    return body(
        "Something went wrong here; it is noted under " + requestId + ".",
        "internal_error",
        Map.of());
  }

  private static byte[] body(String message, String code, Map<String, Object> members) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("success", false);
          json.writeStringField("message", message);
          json.writeObjectFieldStart("error");
          json.writeStringField("code", code);
          json.writeFieldName(FIELDS);
          Json.value(json, members.getOrDefault(FIELDS, List.of()));
          for (Map.Entry<String, Object> member : members.entrySet()) {
            if (!member.getKey().equals(FIELDS)) {
              json.writeFieldName(member.getKey());
              Json.value(json, member.getValue());
            }
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
