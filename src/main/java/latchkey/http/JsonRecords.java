package latchkey.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// JSON to records by databind, for the paths that are not hot; loading it is left to the first
/// use.
public final class JsonRecords {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(Json.FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private JsonRecords() {}

  /// Reads a record; what its constructor refuses with an IllegalArgumentException is told to the
  /// caller as a 400.
  public static <T> T read(byte[] body, Class<T> type) {
    var unknown = new UnknownFields();
    T value;
    try {
      value = MAPPER.readerFor(type).withHandler(unknown).readValue(body);
    } catch (ValueInstantiationException e) {
      throw e.getCause() instanceof IllegalArgumentException refused
          ? Problem.of(400, "invalid_request", String.valueOf(refused.getMessage()))
          : Json.wrong(path(e), "has a wrong value");
    } catch (JsonMappingException e) {
      throw e.getPath().isEmpty()
          ? Json.malformed(e.getLocation())
          : Json.wrong(path(e), "has a wrong value");
    } catch (JsonProcessingException e) {
      throw Json.malformed(e.getLocation());
    } catch (IOException e) {
      throw Problem.of(400, "malformed_json", "The body is not JSON in UTF-8.");
    }
    Json.refuseUnknown(unknown.names);
    return value;
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
