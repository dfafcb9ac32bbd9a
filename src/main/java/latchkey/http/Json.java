package latchkey.http;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON in and out by streaming; what is wrong with a caller's JSON becomes a [Problem] that says
/// where.
public final class Json {
  static final JsonFactory FACTORY = factory(JsonRecyclerPools.threadLocalPool());

  /// For threads that end with their request: its buffers, 16 kB each time, are for the next one.
  private static final JsonFactory SHARING = factory(JsonRecyclerPools.newBoundedPool(64));

  private static JsonFactory factory(RecyclerPool<BufferRecycler> buffers) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .recyclerPool(buffers)
        .build();
  }

  private Json() {}

  /// What writes a document.
  @FunctionalInterface
  public interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  public static byte[] bytes(Writing writing) {
    var out = new ByteArrayOutputStream(1024);
    JsonFactory factory = Thread.currentThread().isVirtual() ? SHARING : FACTORY;
    try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  /// Writes strings, numbers, booleans, lists and maps of these; anything else as its text.
  public static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          value(json, item);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          value(json, entry.getValue());
        }
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  /// Reads a document that must be one object, field by field; the body's strings are read
  /// straight from its bytes.
  ///
  /// Throws a 400 with line and column if it is malformed, or with the names of all fields that
  /// `fields` did not know.
  public static void readObject(byte[] body, JsonFields fields) {
    if (body.length == 0) {
      throw Problem.of(400, "malformed_json", "The body is empty; send one JSON object.");
    }
    var unknown = new ArrayList<String>();
    try (JsonParser parser = FACTORY.createParser(body)) {
      parser.nextToken();
      new JsonValue(parser, "", unknown).object(fields);
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation());
      }
    } catch (JsonProcessingException e) {
      throw malformed(e.getLocation());
    } catch (IOException e) {
      throw Problem.of(400, "malformed_json", "The body is not JSON in UTF-8.");
    }
    refuseUnknown(unknown);
  }

  static void refuseUnknown(List<String> unknown) {
    if (!unknown.isEmpty()) {
      throw Problem.of(400, "unknown_fields", "Unknown fields: " + String.join(", ", unknown) + ".")
          .with(
              "fields",
              unknown.stream().map(name -> Map.of("field", name, "message", "unknown")).toList());
    }
  }

  /// Says where, and not what: the text around the place may be a secret.
  static Problem malformed(@Nullable JsonLocation at) {
    return at == null
        ? Problem.of(400, "malformed_json", "The body is malformed JSON.")
        : Problem.of(
                400,
                "malformed_json",
                "The JSON is malformed at line "
                    + at.getLineNr()
                    + ", column "
                    + at.getColumnNr()
                    + ".")
            .with("line", at.getLineNr())
            .with("column", at.getColumnNr());
  }

  static Problem wrong(String field, String message) {
    String named = field.isEmpty() ? "The body" : "The field " + field;
    return Problem.of(400, "invalid_request", named + " " + message + ".")
        .with("fields", List.of(Map.of("field", field, "message", message)));
  }
}
