package latchkey.forms;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What people decide about a form.
///
/// @param fields its questions, in the order in which they are asked
public record FormTerms(String name, String description, List<FormField> fields, State state) {
  public static final int LONGEST_NAME = 100;
  public static final int LONGEST_DESCRIPTION = 1000;
  public static final int MOST_FIELDS = 100;

  /// Only a published form takes submissions; an archived one keeps those that it has.
  public enum State {
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("published")
    PUBLISHED,
    @JsonProperty("archived")
    ARCHIVED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public FormTerms {
    name = name.strip();
    description = description.strip();
    if (name.isEmpty() || length(name) > LONGEST_NAME || hasControls(name)) {
      throw new IllegalArgumentException(
          "a form's name has 1 to %d printable characters".formatted(LONGEST_NAME));
    }
    if (length(description) > LONGEST_DESCRIPTION
        || hasControls(description.replaceAll("[\\t\\r\\n]", ""))) {
      throw new IllegalArgumentException(
          "a form's description has at most %d printable characters"
              .formatted(LONGEST_DESCRIPTION));
    }
    fields = List.copyOf(fields);
    if (fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException("a form has at most %d fields".formatted(MOST_FIELDS));
    }
    if (state == State.PUBLISHED && fields.isEmpty()) {
      throw new IllegalArgumentException("a form is published with at least one field");
    }
    refuseTwice(fields);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean hasControls(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }

  private static void refuseTwice(List<FormField> fields) {
    Set<String> keys = new HashSet<>();
    Set<FormField.Target> filled = new HashSet<>();
    for (FormField field : fields) {
      if (!keys.add(field.key())) {
        throw new IllegalArgumentException(
            "a form has a field \"%s\" twice".formatted(field.key()));
      }
      field.fills().filter(target -> !filled.add(target)).ifPresent(FormTerms::refuseTwice);
    }
  }

  private static void refuseTwice(FormField.Target target) {
    throw new IllegalArgumentException("two fields of a form fill " + target.text());
  }

  /// Can a stranger who answers become a contact? That takes an address or a number.
  public boolean reachesPeople() {
    return fields.stream()
        .flatMap(field -> field.fills().stream())
        .anyMatch(
            target ->
                target == FormField.Target.Standard.EMAIL
                    || target == FormField.Target.Standard.MOBILE_NUMBER);
  }

  public FormTerms in(State other) {
    return new FormTerms(name, description, fields, other);
  }
}
