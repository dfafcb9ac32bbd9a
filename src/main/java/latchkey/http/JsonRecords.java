package latchkey.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// JSON to records and back by databind, for the paths that are not hot; loading it is left to
/// the first use.
///
/// Times are ISO-8601 text. An empty Optional is not written, and may be absent or null when
/// read; every other component of a record is required. What has nothing to write, as a secret
/// has not, fails instead of writing something.
public final class JsonRecords {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(Json.FACTORY)
          .addModules(new Jdk8Module(), new JavaTimeModule(), Sent.module(), PlainText.module())
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  /// Of what others send: nothing in a list, or under a name of a map, is no value of it.
  private static final JsonMapper STRICT =
      MAPPER.rebuild().defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)).build();

  private JsonRecords() {}

  /// Reads a record; what its constructor refuses with an IllegalArgumentException is told to the
  /// caller as a 400.
  public static <T> T read(byte[] body, Class<T> type) {
    var unknown = new UnknownFields();
    T value;
    try {
      value = STRICT.readerFor(type).withHandler(unknown).readValue(body);
    } catch (ValueInstantiationException e) {
      throw e.getCause() instanceof IllegalArgumentException refused
          ? Problem.of(400, "invalid_request", String.valueOf(refused.getMessage()))
          : Json.wrong(path(e), "is missing or has a wrong value");
    } catch (JsonMappingException e) {
      throw e.getPath().isEmpty()
          ? Json.malformed(e.getLocation())
          : Json.wrong(path(e), "is missing or has a wrong value");
    } catch (JsonProcessingException e) {
      throw Json.malformed(e.getLocation());
    } catch (IOException e) {
      throw Problem.of(400, "malformed_json", "The body is not JSON in UTF-8.");
    }
    if (value == null) {
      throw Json.wrong("", "must be an object");
    }
    Json.refuseUnknown(unknown.names);
    return value;
  }

  /// Reads of our own JSON what the record names, and passes over the rest.
  public static <T> T pick(byte[] ours, Class<T> type) {
    try {
      return MAPPER
          .readerFor(type)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(ours);
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no " + type.getSimpleName(), e);
    }
  }

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
    }
  }

  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  /// Collects all unknown names, where Jackson by itself would stop at the first.
  private static final class UnknownFields extends DeserializationProblemHandler {
    private final List<String> names = new ArrayList<>();

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      names.add(name);
      parser.skipChildren();
      return true;
    }
  }
}
