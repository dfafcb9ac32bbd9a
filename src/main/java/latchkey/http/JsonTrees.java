package latchkey.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// JSON to trees, for what only a schema can judge.
public final class JsonTrees {
  /// Deeper is nothing that a person or a form has filled in.
  private static final int DEEPEST = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();

  private JsonTrees() {}

  /// Reads a document that must be one object of text in Unicode; anything else is a 400 that
  /// says where it is wrong.
  public static ObjectNode object(byte[] body) {
    if (body.length == 0) {
      throw Problem.of(400, "malformed_json", "The body is empty; send one JSON object.");
    }
    JsonNode tree = read(body);
    if (!(tree instanceof ObjectNode object)) {
      throw Json.wrong("", "must be an object");
    }
    requireData("", object);
    return object;
  }

  private static JsonNode read(byte[] body) {
    try (JsonParser parser = MAPPER.createParser(body)) {
      JsonNode tree = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw Json.malformed(parser.currentTokenLocation());
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw Json.malformed(e.getLocation())
          .saying(
              "The JSON is nested deeper than %d, or has too long a number.".formatted(DEEPEST));
    } catch (JsonProcessingException e) {
      Problem malformed = Json.malformed(e.getLocation());
      boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      throw twice
          ? malformed.saying(malformed.detail().replace("is malformed", "has one field twice"))
          : malformed;
    } catch (IOException e) {
      throw Problem.of(400, "malformed_json", "The body is not JSON in UTF-8.");
    }
  }

  private static void requireData(String path, JsonNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      requireText(name, field.getKey());
      requireData(name, field.getValue());
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireData(path + "[" + i + "]", node.get(i));
      }
    }
    if (node.isTextual()) {
      requireText(path, node.textValue());
    }
    if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      throw Json.wrong(path, "is too large a number"); // read as infinite, which no schema judges
    }
  }

  /// Half a character, or a NUL, is nothing that a database keeps as it came.
  private static void requireText(String path, String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      String shown = path.replace('\0', '?').replaceAll("\\p{Cs}", "?");
      throw Json.wrong(shown, "holds a NUL or half a character, which is no text");
    }
  }
}
