package latchkey.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// One word of the command line: what it is called, what it takes and what it does.
///
/// @param settings whether it takes every setting as a flag, besides its own options
/// @param hidden whether `--help` leaves it out
record Command(
    String name,
    String summary,
    List<OptionSpec> options,
    boolean settings,
    boolean hidden,
    Action action) {

  Command {
    options = List.copyOf(options);
  }

  static Command withSettings(
      String name, String summary, List<OptionSpec> options, Action action) {
    return new Command(name, summary, options, /* settings= */ true, /* hidden= */ false, action);
  }

  Command hide() {
    return new Command(name, summary, options, settings, /* hidden= */ true, action);
  }

  interface Action {
    /// Does it and says with which code the process ends.
    int run(Call call) throws Exception;
  }
}
