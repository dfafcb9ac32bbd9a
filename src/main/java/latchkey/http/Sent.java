package latchkey.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A field of a change: left out and so as before, or sent, where null takes the value away.
public sealed interface Sent<T> {
  /// The field did not come.
  record Not<T>() implements Sent<T> {}

  /// The field came with a value or, empty, with null.
  record As<T>(Optional<T> value) implements Sent<T> {}

  /// What is in place after the change.
  default Optional<T> over(Optional<T> before) {
    return switch (this) {
      case Not<T> _ -> before;
      case As<T>(var value) -> value;
    };
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // Jackson's modules know raw classes
  static SimpleModule module() {
    return new SimpleModule("sent")
        .addDeserializer(Sent.class, (JsonDeserializer) new Reader(null));
  }

  /// Reads the value that the field's declaration says.
  final class Reader extends JsonDeserializer<Sent<?>> implements ContextualDeserializer {
    private final @Nullable JavaType type;

    private Reader(@Nullable JavaType type) {
      this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new Reader(context.getContextualType().containedType(0));
    }

    @Override
    public Sent<?> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return new As<>(Optional.of(context.<Object>readValue(parser, type)));
    }

    @Override
    public Sent<?> getNullValue(DeserializationContext context) {
      return new As<>(Optional.empty());
    }

    @Override
    public Sent<?> getAbsentValue(DeserializationContext context) {
      return new Not<>();
    }
  }
}
