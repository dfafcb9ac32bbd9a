package latchkey.doors.manage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import latchkey.crm.CustomField;
import latchkey.forms.Form;
import latchkey.forms.FormField;
import latchkey.forms.FormTerms;
import latchkey.forms.FormTerms.State;

/// Forms as JSON, both ways.
final class FormShape {
  private FormShape() {}

  /// A field, as it is sent and as it is shown.
  ///
  /// @param key made of the label where none is sent
  record Asked(
      Optional<String> key,
      String label,
      CustomField.Type type,
      Optional<Boolean> required,
      Optional<Integer> maxLength,
      Optional<List<String>> choices,
      Optional<String> fills) {
    static Asked of(FormField field) {
      CustomField question = field.question();
      return new Asked(
          Optional.of(question.key()),
          question.label(),
          question.type(),
          Optional.of(question.required()),
          question.maxLength().isPresent()
              ? Optional.of(question.maxLength().getAsInt())
              : Optional.empty(),
          Optional.of(question.choices()),
          field.fills().map(FormField.Target::text));
    }

    FormField field(Set<String> taken) {
      CustomField question =
          new CustomField(
              key.orElseGet(() -> CustomField.keyOf(label, taken)),
              label,
              type,
              required.orElse(false),
              /* unique= */ false,
              maxLength.map(OptionalInt::of).orElseGet(OptionalInt::empty),
              choices.orElse(List.of()),
              /* archived= */ false);
      return new FormField(question, fills.map(FormField.Target::of));
    }
  }

  static List<Asked> asked(List<FormField> fields) {
    return fields.stream().map(Asked::of).toList();
  }

  /// What is wrong with fields is told by their numbers: `fields.0` is the first.
  static FormTerms terms(String name, String description, List<Asked> asked, State state) {
    FieldFaults faults = new FieldFaults();
    Set<String> taken = new HashSet<>();
    asked.forEach(one -> one.key.ifPresent(taken::add));
    List<FormField> fields = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Asked one = asked.get(i);
      Optional<FormField> field =
          faults.of("fields." + i, () -> Optional.of(one.field(taken)), Optional.empty());
      field.ifPresent(
          made -> {
            taken.add(made.key());
            fields.add(made);
          });
    }
    faults.refuse();
    return Faults.checked(() -> new FormTerms(name, description, fields, state));
  }

  record Shown(
      String id,
      String name,
      String description,
      String state,
      List<Asked> fields,
      long submissions,
      Optional<Instant> submittedAt,
      Instant createdAt,
      Instant updatedAt,
      long version) {
    static Shown of(Form form) {
      FormTerms terms = form.terms();
      return new Shown(
          form.id(),
          terms.name(),
          terms.description(),
          terms.state().text(),
          asked(terms.fields()),
          form.submissions(),
          time(form.submittedAt()),
          Instant.ofEpochMilli(form.createdAt()),
          Instant.ofEpochMilli(form.updatedAt()),
          form.version());
    }

    private static Optional<Instant> time(OptionalLong millis) {
      return millis.isPresent()
          ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
          : Optional.empty();
    }
  }
}
