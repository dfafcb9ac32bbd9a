package latchkey.doors.open;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import latchkey.http.Json;

/// What an operation answers when it has succeeded: `{success,message,data}`, with `pagination`
/// for lists and `warnings` where there are any.
///
/// @param data writes what stands under that name
/// @param version of the thing answered, which becomes the ETag
public record OpenAnswer(
    int status,
    String message,
    Json.Writing data,
    Optional<Pagination> pagination,
    List<Warning> warnings,
    OptionalLong version) {

  /// Which part of a list it is.
  ///
  /// @param page absent where the list is read by cursor
  /// @param total how many there are in all the pages
  /// @param exact whether that is counted to the end
  /// @param next the cursor of what follows
  public record Pagination(
      OptionalInt page, int limit, long total, boolean exact, Optional<String> next) {
    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      if (page.isPresent()) {
        json.writeNumberField("page", page.getAsInt());
      }
      json.writeNumberField("limit", limit);
      json.writeNumberField("total", total);
      json.writeNumberField("totalPages", (total + limit - 1) / limit);
      if (!exact) {
        json.writeBooleanField("totalIsExact", false);
      }
      if (next.isPresent()) {
        json.writeStringField("next", next.get());
      }
      json.writeEndObject();
    }
  }

  /// Something that was done, and may not have been meant.
  ///
  /// @param contactIds whom it is about
  public record Warning(String code, String message, List<String> contactIds) {
    public Warning {
      contactIds = List.copyOf(contactIds);
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("code", code);
      json.writeStringField("message", message);
      json.writeArrayFieldStart("contactIds");
      for (String id : contactIds) {
        json.writeString(id);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  public OpenAnswer {
    warnings = List.copyOf(warnings);
  }

  public static OpenAnswer of(int status, String message, Json.Writing data) {
    return new OpenAnswer(status, message, data, Optional.empty(), List.of(), OptionalLong.empty());
  }

  public static OpenAnswer ok(String message, Json.Writing data) {
    return of(200, message, data);
  }

  public static OpenAnswer created(String message, Json.Writing data) {
    return of(201, message, data);
  }

  public OpenAnswer version(long of) {
    return new OpenAnswer(status, message, data, pagination, warnings, OptionalLong.of(of));
  }

  public OpenAnswer page(Pagination part) {
    return new OpenAnswer(status, message, data, Optional.of(part), warnings, version);
  }

  public OpenAnswer warning(List<Warning> of) {
    return new OpenAnswer(status, message, data, pagination, of, version);
  }

  byte[] json() {
    return Json.bytes(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("success", true);
    json.writeStringField("message", message);
    json.writeFieldName("data");
    data.to(json);
    if (pagination.isPresent()) {
      json.writeFieldName("pagination");
      pagination.get().write(json);
    }
    if (!warnings.isEmpty()) {
      json.writeArrayFieldStart("warnings");
      for (Warning warning : warnings) {
        warning.write(json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
