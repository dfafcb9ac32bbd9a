package latchkey.crm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An agent's CRM settings.
///
/// @param fields the archived ones too
/// @param version 0 while nobody has changed them
public record Setup(
    List<String> stages,
    List<String> statuses,
    List<CustomField> fields,
    Automations automations,
    long version) {
  public static final int MOST_NAMES = 50;
  public static final int LONGEST_NAME = 60;
  public static final int MOST_FIELDS = 100;

  public static final Setup DEFAULT =
      new Setup(
          List.of("Lead", "Prospect", "Customer", "Old Customer"),
          List.of("Active", "Inactive"),
          List.of(),
          Automations.DEFAULT,
          0);

  public Setup {
    stages = Names.checked("stage", stages, MOST_NAMES, LONGEST_NAME);
    statuses = Names.checked("status", statuses, MOST_NAMES, LONGEST_NAME);
    fields = List.copyOf(fields);
    if (fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException(
          "an agent has at most %d custom fields, the archived ones too".formatted(MOST_FIELDS));
    }
    Names.refuseTwice("field", fields.stream().map(CustomField::key).toList());
    Names.refuseTwice(
        "field", fields.stream().filter(f -> !f.archived()).map(CustomField::label).toList());
    List<String> known = stages;
    Stream.of(automations.manual(), automations.captured())
        .flatMap(created -> created.stage().stream())
        .filter(stage -> !known.contains(stage))
        .findFirst()
        .ifPresent(
            stage -> {
              throw new IllegalArgumentException("there is no stage \"" + stage + '"');
            });
  }

  /// The same, one version on.
  Setup next() {
    return new Setup(stages, statuses, fields, automations, version + 1);
  }

  public Optional<CustomField> field(String key) {
    return fields.stream().filter(field -> field.key().equals(key)).findFirst();
  }
}
