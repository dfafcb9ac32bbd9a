package latchkey.crm;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// A field that an agent's contacts have beside those that all contacts have.
///
/// @param key what it is called in `customFields`; this and the type never change
/// @param label what people call it
/// @param required of what is written from now on; contacts without it stay as they are
/// @param unique whether no two contacts of the agent have the same value
/// @param maxLength of a text, in characters
/// @param choices what one may choose from
/// @param archived whether it is out of use: nobody writes it, and what is there stays
public record CustomField(
    String key,
    String label,
    Type type,
    boolean required,
    boolean unique,
    OptionalInt maxLength,
    List<String> choices,
    boolean archived) {
  public static final int LONGEST_LABEL = 60;
  public static final int LONGEST_TEXT = 10_000;
  public static final int MOST_CHOICES = 200;
  public static final int LONGEST_CHOICE = 100;
  private static final int LONGEST_KEY = 64;
  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");
  private static final Pattern NOT_IN_KEYS = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  /// What a value is.
  public enum Type {
    @JsonProperty("text")
    TEXT,
    @JsonProperty("number")
    NUMBER,
    @JsonProperty("boolean")
    BOOLEAN,
    @JsonProperty("date")
    DATE,
    @JsonProperty("choice")
    CHOICE,
    @JsonProperty("multi-choice")
    MULTI_CHOICE,
    @JsonProperty("url")
    URL,
    @JsonProperty("phone")
    PHONE,
    @JsonProperty("email")
    EMAIL;

    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Type> of(String text) {
      return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    /// Whether its values come from a list.
    public boolean choosing() {
      return this == CHOICE || this == MULTI_CHOICE;
    }

    /// Whether one value may be kept to one contact.
    public boolean distinguishing() {
      return !choosing() && this != BOOLEAN;
    }
  }

  public CustomField {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("a field's key is letters and digits, not \"" + key + '"');
    }
    label = Names.checked("a field's label", label, LONGEST_LABEL);
    if (unique && !type.distinguishing()) {
      throw new IllegalArgumentException("a %s cannot be unique".formatted(type.text()));
    }
    if (maxLength.isPresent() && type != Type.TEXT) {
      throw new IllegalArgumentException("only a text has a longest length");
    }
    int length = maxLength.orElse(1);
    if (length < 1 || length > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a text's longest length is 1 to %d".formatted(LONGEST_TEXT));
    }
    if (!type.choosing() && !choices.isEmpty()) {
      throw new IllegalArgumentException("a %s has no choices".formatted(type.text()));
    }
    choices =
        type.choosing()
            ? Names.checked("choice", choices, MOST_CHOICES, LONGEST_CHOICE)
            : List.of();
  }

  /// A key for a field of that label: `Date of birth` is `dateOfBirth`, or `dateOfBirth2` where
  /// that is taken.
  public static String keyOf(String label, Set<String> taken) {
    String plain = MARKS.matcher(Normalizer.normalize(label, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder key = new StringBuilder();
    for (String word : NOT_IN_KEYS.split(plain, -1)) {
      if (!word.isEmpty()) {
        String lower = word.toLowerCase(Locale.ROOT);
        key.append(
            key.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
      }
    }
    if (key.isEmpty() || !Character.isLetter(key.charAt(0))) {
      key.insert(0, "field");
    }
    String base = key.substring(0, Math.min(key.length(), LONGEST_KEY - 4));
    String free = base;
    for (int i = 2; taken.contains(free); i++) {
      free = base + i;
    }
    return free;
  }
}
