package latchkey.crm;

import java.util.List;

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

  List<String> of(Setup setup) {
    return switch (this) {
      case STAGES -> setup.stages();
      case STATUSES -> setup.statuses();
    };
  }
}
