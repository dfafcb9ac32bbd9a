package latchkey.cli;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// One word of the command line: what it is called, what it takes and what it does.
///
/// @param name one word, several (`rotate start`), or none: the group's own name says all
/// @param takes options and parameters, in the order of the help
/// @param settings whether it takes every setting as a flag, besides its own options
/// @param hidden whether `--help` leaves it out
record Command(
    String name,
    String summary,
    List<ArgSpec> takes,
    boolean settings,
    boolean hidden,
    Action action) {

  Command {
    takes = List.copyOf(takes);
  }

  static Command withSettings(
      String name, String summary, List<OptionSpec> options, Action action) {
    return new Command(
        name, summary, List.copyOf(options), /* settings= */ true, /* hidden= */ false, action);
  }

  static Command plain(String name, String summary, List<? extends ArgSpec> takes, Action action) {
    return new Command(
        name, summary, List.copyOf(takes), /* settings= */ false, /* hidden= */ false, action);
  }

  Command hide() {
    return new Command(name, summary, takes, settings, /* hidden= */ true, action);
  }

  List<String> words() {
    return name.isEmpty() ? List.of() : List.of(name.split(" "));
  }

  interface Action {
    /// Does it and says with which code the process ends.
    int run(Call call) throws Exception;
  }
}
