package latchkey.crm;

import java.util.List;
import java.util.Optional;

/// A list of names that contacts bear one of.
public enum Listing {
  STAGES("stage"),
  STATUSES("status");

  private final String column;

  Listing(String column) {
    this.column = column;
  }

  /// Of the table of contacts.
  String column() {
    return column;
  }

  /// These fields with another name of this list.
  Fields with(Fields fields, String name) {
    Optional<String> named = Optional.of(name);
    return new Fields(
        fields.externalReferenceId(),
        fields.name(),
        fields.email(),
        fields.mobileNumber(),
        fields.gender(),
        this == STATUSES ? named : fields.status(),
        this == STAGES ? named : fields.stage(),
        fields.owner(),
        fields.secondaryOwner(),
        fields.customFields());
  }

  List<String> of(Setup setup) {
    return switch (this) {
      case STAGES -> setup.stages();
      case STATUSES -> setup.statuses();
    };
  }
}
