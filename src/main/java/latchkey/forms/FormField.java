package latchkey.forms;

import java.util.Arrays;
import java.util.Optional;
import latchkey.crm.CustomField;

/// One question of a form.
///
/// @param question its key, label, type and rules, as a custom field has them
/// @param fills the field of the contact that the answer is written to, if any
public record FormField(CustomField question, Optional<Target> fills) {
  /// A field of a contact: one that all have, or one of the agent's own.
  public sealed interface Target {
    /// One that all contacts have.
    enum Standard implements Target {
      NAME("name", CustomField.Type.TEXT),
      EMAIL("email", CustomField.Type.EMAIL),
      MOBILE_NUMBER("mobileNumber", CustomField.Type.PHONE),
      GENDER("gender", CustomField.Type.TEXT);

      private final String key;
      private final CustomField.Type type;

      Standard(String key, CustomField.Type type) {
        this.key = key;
        this.type = type;
      }
    }

    /// A custom field, by its key.
    record Custom(String key) implements Target {}

    /// As it stands in documents: `email`, or `customFields.size`.
    default String text() {
      return switch (this) {
        case Standard standard -> standard.key;
        case Custom(String key) -> CUSTOM + key;
      };
    }

    String CUSTOM = "customFields.";

    static Target of(String text) {
      if (text.startsWith(CUSTOM) && text.length() > CUSTOM.length()) {
        return new Custom(text.substring(CUSTOM.length()));
      }
      return Arrays.stream(Standard.values())
          .filter(standard -> standard.key.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "a field fills name, email, mobileNumber, gender or customFields.<key>,"
                          + " not \"%s\"".formatted(text)));
    }
  }

  public FormField {
    if (question.unique() || question.archived()) {
      throw new IllegalArgumentException(
          "a form's field is neither unique nor archived: " + question.key());
    }
    if (fills.isPresent() && fills.get() instanceof Target.Standard standard) {
      requireType(question, standard.key, standard.type);
    }
  }

  private static void requireType(CustomField question, String target, CustomField.Type type) {
    if (question.type() != type) {
      throw new IllegalArgumentException(
          "%s is filled by a field of the type %s, and \"%s\" is of the type %s"
              .formatted(target, type.text(), question.label(), question.type().text()));
    }
  }

  /// Refuses to fill a field of the agent's own that takes other values.
  void requireFits(CustomField target) {
    requireType(question, target.label(), target.type());
    question.choices().stream()
        .filter(choice -> !target.choices().contains(choice))
        .findFirst()
        .ifPresent(
            choice -> {
              throw new IllegalArgumentException(
                  "\"%s\" is no choice of the contact's field %s"
                      .formatted(choice, target.label()));
            });
  }

  public String key() {
    return question.key();
  }
}
