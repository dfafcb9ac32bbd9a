package latchkey.http;

import java.io.IOException;

/// What takes the fields of an object as they come.
@FunctionalInterface
public interface JsonFields {
  /// Reads the value of one field; false, with nothing read, if there is no such field.
  boolean field(String name, JsonValue value) throws IOException;
}
