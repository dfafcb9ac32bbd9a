package latchkey.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/// One use of a [Command]: what was typed, and who typed it where.
record Call(ParseResult parsed, Map<String, String> environment, Terminal terminal) {

  PrintStream out() {
    return terminal.out();
  }

  /// For what a script that reads the output must not see.
  void note(String line) {
    terminal.err().println(line);
  }

  /// The settings as flags, environment and file give them.
  Settings settings() {
    var flags = new LinkedHashMap<Setting<?>, String>();
    for (var setting : Setting.all()) {
      option(setting.flag(), String.class).ifPresent(text -> flags.put(setting, text));
    }
    return Settings.load(flags, environment);
  }

  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  <T> Optional<T> option(String option, Class<T> type) {
    return parsed.hasMatchedOption(option)
        ? Optional.of(type.cast(parsed.matchedOption(option).getValue()))
        : Optional.empty();
  }

  Optional<String> option(String option) {
    return option(option, String.class);
  }

  /// Every value of an option that may be given more than once.
  List<String> all(String option) {
    return parsed.hasMatchedOption(option) ? texts(parsed.matchedOption(option)) : List.of();
  }

  /// The parameter that stands there, which the command line has made sure of.
  String parameter(int index) {
    return optionalParameter(index).orElseThrow();
  }

  Optional<String> optionalParameter(int index) {
    return parsed.hasMatchedPositional(index)
        ? texts(parsed.matchedPositional(index)).stream().findFirst()
        : Optional.empty();
  }

  /// All that stands there from that place on.
  List<String> parameters(int index) {
    return parsed.hasMatchedPositional(index) ? texts(parsed.matchedPositional(index)) : List.of();
  }

  private static List<String> texts(ArgSpec given) {
    return given.stringValues();
  }
}
