package latchkey.crm;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An agent's CRM settings.
///
/// @param fields the archived ones too
/// @param keeping keys of the fields that are becoming unique: nobody writes a value of theirs that
/// another contact has, and of who has what already the half is known
/// @param version 0 while nobody has changed them
public record Setup(
    List<String> stages,
    List<String> statuses,
    List<CustomField> fields,
    Automations automations,
    @JsonIgnore Set<String> keeping,
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

  public Setup(
      List<String> stages,
      List<String> statuses,
      List<CustomField> fields,
      Automations automations,
      long version) {
    this(stages, statuses, fields, automations, Set.of(), version);
  }

  public Setup {
    keeping = Set.copyOf(keeping);
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
    return new Setup(stages, statuses, fields, automations, keeping, version + 1);
  }

  Setup with(Listing listing, List<String> names, Automations following) {
    return switch (listing) {
      case STAGES -> new Setup(names, statuses, fields, following, keeping, version);
      case STATUSES -> new Setup(stages, names, fields, following, keeping, version);
    };
  }

  Setup with(List<CustomField> all) {
    return new Setup(stages, statuses, all, automations, keeping, version);
  }

  Setup with(Automations other) {
    return new Setup(stages, statuses, fields, other, keeping, version);
  }

  Setup keeping(String key) {
    Set<String> more = new HashSet<>(keeping);
    more.add(key);
    return new Setup(stages, statuses, fields, automations, more, version);
  }

  Setup notKeeping(String key) {
    Set<String> less = new HashSet<>(keeping);
    less.remove(key);
    return new Setup(stages, statuses, fields, automations, less, version);
  }

  /// Whether no two contacts may have the same value of it from now on.
  boolean distinguishes(CustomField field) {
    return field.unique() || keeping.contains(field.key());
  }

  public Optional<CustomField> field(String key) {
    return fields.stream().filter(field -> field.key().equals(key)).findFirst();
  }
}
