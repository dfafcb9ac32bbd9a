package latchkey.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/// The value that a streaming read stands at; a value of another kind than asked for is a 400
/// that names the field.
public final class JsonValue {
  /// What takes the items of an array as they come.
  @FunctionalInterface
  public interface Items {
    void item(JsonValue value) throws IOException;
  }

  private final JsonParser parser;
  private final String path;
  private final List<String> unknown;

  JsonValue(JsonParser parser, String path, List<String> unknown) {
    this.parser = parser;
    this.path = path;
    this.unknown = unknown;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  public String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a string");
    }
    return parser.getText();
  }

  public boolean truth() {
    if (parser.currentToken() == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (parser.currentToken() == JsonToken.VALUE_FALSE) {
      return false;
    }
    throw wrong("must be true or false");
  }

  public long whole(long least, long most) throws IOException {
    String rule = "must be a whole number from " + least + " to " + most;
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw wrong(rule);
    }
    long value = parser.getLongValue();
    if (value < least || value > most) {
      throw wrong(rule);
    }
    return value;
  }

  public void object(JsonFields fields) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("must be an object");
    }
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      String full = path.isEmpty() ? name : path + "." + name;
      if (!fields.field(name, new JsonValue(parser, full, unknown))) {
        unknown.add(full);
        parser.skipChildren();
      }
    }
  }

  public void array(int most, Items items) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("must be an array");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == most) {
        throw wrong("may have at most " + most + " items");
      }
      items.item(new JsonValue(parser, path + "[" + i + "]", unknown));
    }
  }

  /// A 400 that names this field, for what only the caller of this method can judge.
  public Problem wrong(String message) {
    return Json.wrong(path, message);
  }
}
