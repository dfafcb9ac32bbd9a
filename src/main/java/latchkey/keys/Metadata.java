package latchkey.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/// What an organization notes on a key for itself: one JSON object of at most 4 KB.
public record Metadata(String json) {
  public static final int MOST_BYTES = 4096;
  public static final Metadata NONE = new Metadata("{}");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Checks what a person gave; a row's text is taken as it stands.
  public static Metadata parse(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException("metadata is at most " + MOST_BYTES + " bytes of JSON");
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new IllegalArgumentException("metadata is a JSON object, {\"like\":\"this\"}");
      }
      return new Metadata(JSON.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("metadata is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
