package latchkey.doors.pages.forms;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Form;

/// A field of a form as it is being written: what stands in its inputs, right or wrong.
///
/// @param key of a field that is there; empty for a new one
/// @param choices one a line
public record Question(
    String key,
    String label,
    String type,
    boolean required,
    String maxLength,
    String choices,
    String fills) {
  public static final List<String> TYPES =
      List.of(
          "text", "number", "boolean", "date", "choice", "multi-choice", "url", "phone", "email");

  static final Question NEW = new Question("", "", "text", false, "", "", "");

  static Question of(AgentForm.Field field) {
    return new Question(
        field.key(),
        field.label(),
        field.type(),
        field.required(),
        field.maxLength().map(String::valueOf).orElse(""),
        String.join("\n", field.choices()),
        field.fills().orElse(""));
  }

  /// The one of that number in the form.
  static Question of(Form form, int number) {
    return new Question(
        form.text("key-" + number),
        form.text("label-" + number),
        form.text("type-" + number),
        form.has("required-" + number),
        form.text("maxLength-" + number),
        form.text("choices-" + number),
        form.text("fills-" + number));
  }

  /// As the API takes it; what the type has no use for is left out.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    filled(key).ifPresent(text -> json.put("key", text));
    json.put("label", label);
    json.put("type", type);
    json.put("required", required);
    if (type.equals("text")) {
      filled(maxLength).ifPresent(text -> json.put("maxLength", number(text)));
    }
    if (type.endsWith("choice")) {
      json.put("choices", lines(choices));
    }
    filled(fills).ifPresent(text -> json.put("fills", text));
    return json;
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  /// What is no number is none that the API takes.
  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static List<String> lines(String text) {
    return Arrays.stream(text.split("\n", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
