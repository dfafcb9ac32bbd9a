package latchkey.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import picocli.CommandLine.ParseResult;

/// One use of a [Command]: what was typed, and where to print.
record Call(ParseResult parsed, Map<String, String> environment, PrintStream out) {

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
}
