package latchkey.cli;

import picocli.CommandLine.Model.OptionSpec;

/// An option that narrows a list, and the API's name for it.
record Filter(OptionSpec option, String name) {
  static Filter text(String flag, String label, String description, String name) {
    return new Filter(Takes.text(flag, label, description), name);
  }

  static Filter flag(String flag, String description, String name) {
    return new Filter(Takes.flag(flag, description), name);
  }

  String flag() {
    return option.longestName();
  }
}
