package latchkey.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The JSON that a command's options say: an option that was not given is left out.
final class Body {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Call call;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private Body(Call call) {
    this.call = call;
  }

  static Body of(Call call) {
    return new Body(call);
  }

  Body put(String field, String value) {
    json.put(field, value);
    return this;
  }

  Body text(String option, String field) {
    call.option(option).ifPresent(text -> json.put(field, text));
    return this;
  }

  /// The same, where nothing (`--expires ""`) takes the value away.
  Body clearable(String option, String field) {
    call.option(option)
        .ifPresent(
            text -> {
              if (text.isEmpty()) {
                json.putNull(field);
              } else {
                json.put(field, text);
              }
            });
    return this;
  }

  /// All values of an option that may be repeated, replacing the list; `""` alone empties it.
  Body texts(String option, String field) {
    if (call.has(option)) {
      var array = json.putArray(field);
      call.all(option).stream().filter(text -> !text.isEmpty()).forEach(array::add);
    }
    return this;
  }

  Body number(String option, String field) {
    call.option(option, Integer.class).ifPresent(number -> json.put(field, number));
    return this;
  }

  Body truth(String option, String field) {
    call.option(option).ifPresent(text -> json.put(field, readTruth(option, text)));
    return this;
  }

  private static boolean readTruth(String option, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Failure.usage(option + " is true or false, not " + text);
    };
  }

  /// Any JSON, such as `--metadata '{"ticket":7}'`.
  Body json(String option, String field) {
    call.option(option).ifPresent(text -> json.set(field, parsed(option, text)));
    return this;
  }

  Body set(String field, JsonNode value) {
    json.set(field, value);
    return this;
  }

  /// Refused where no option said anything.
  ObjectNode something() {
    if (json.isEmpty()) {
      throw Failure.usage(
          "nothing to change: say what, see --help of the same command for what there is");
    }
    return json;
  }

  ObjectNode json() {
    return json;
  }

  private static JsonNode parsed(String option, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw Failure.usage("%s is no JSON: %s".formatted(option, e.getOriginalMessage()));
    }
  }
}
