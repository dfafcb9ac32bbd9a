package latchkey.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/// Reads strings as they are, but for one with a NUL, which PostgreSQL does not take.
final class PlainText extends StringDeserializer {
  private static final long serialVersionUID = 1;

  static SimpleModule module() {
    return new SimpleModule("plain-text").addDeserializer(String.class, new PlainText());
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = super.deserialize(parser, context);
    if (text.indexOf('\0') >= 0) {
      throw InvalidFormatException.from(parser, "a NUL", text, String.class);
    }
    return text;
  }
}
