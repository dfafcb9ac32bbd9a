package latchkey.doors.pages;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.http.Problem;
import latchkey.http.SentForm;

/// What somebody filled in: fields in their order, each with one or more values.
public record Form(Map<String, List<String>> fields) {
  static final String TYPE = "application/x-www-form-urlencoded";
  public static final Form EMPTY = new Form(Map.of());

  public Form {
    fields = Map.copyOf(fields);
  }

  static Form read(byte[] body) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      fields
          .computeIfAbsent(
              decoded(equals < 0 ? pair : pair.substring(0, equals)), _ -> new ArrayList<>())
          .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return new Form(fields);
  }

  /// The fields of a form that has files too.
  static Form of(SentForm sent) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    sent.fields()
        .forEach(
            (name, values) -> fields.put(name, values.stream().map(Form::withPlainLines).toList()));
    return new Form(fields);
  }

  private static String withPlainLines(String text) {
    return text.replace("\r\n", "\n");
  }

  private static String decoded(String text) {
    try {
      return withPlainLines(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      throw Problem.badRequest(Texts.english().of("refused.400.encoding"));
    }
  }

  /// The first value of a field, without blanks around it; empty if it did not come.
  public String text(String name) {
    return all(name).stream().findFirst().orElse("").strip();
  }

  /// The first value of a field as it is, for what blanks belong to, such as passwords.
  public String exact(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  /// A field that was filled in.
  public Optional<String> filled(String name) {
    return Optional.of(text(name)).filter(value -> !value.isEmpty());
  }

  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /// Whether a box was ticked, or this button was pressed.
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /// It may hold passwords.
  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
