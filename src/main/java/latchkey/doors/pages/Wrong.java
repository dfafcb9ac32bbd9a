package latchkey.doors.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import latchkey.http.Problem;

/// What is wrong with a form that comes back, and with which of its fields; none of them is the
/// form as a whole.
public record Wrong(String field, String text) {
  private static final String WHOLE = "";

  /// What the API said, beside the first field of which it names a word.
  ///
  /// @param fields by the words that the API uses for them, in the order in which they are tried
  public static Wrong of(Problem problem, Map<String, String> fields) {
    String text = sentence(problem.detail());
    return fields.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .findFirst()
        .map(entry -> new Wrong(entry.getValue(), text))
        .orElseGet(() -> whole(text));
  }

  public static Wrong whole(String text) {
    return new Wrong(WHOLE, text);
  }

  /// What to show at that field.
  public static Optional<String> at(Optional<Wrong> wrong, String field) {
    return wrong.filter(one -> one.field.equals(field)).map(Wrong::text);
  }

  /// What to show above all fields.
  public static Optional<String> above(Optional<Wrong> wrong) {
    return at(wrong, WHOLE);
  }

  /// What the API said, as a sentence of its own.
  public static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    String begun = text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
