package latchkey.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import latchkey.settings.Settings;
import latchkey.settings.SettingsPage;
import picocli.CommandLine.Model.OptionSpec;

/// Shows what a start with the same flags would run with.
final class ShowSettings {
  private ShowSettings() {}

  static Command command() {
    return Command.withSettings(
        "settings",
        "Print every setting with its value and origin",
        List.of(
            OptionSpec.builder("--json").description("Print JSON").build(),
            OptionSpec.builder("--markdown")
                .description("Print the page docs/settings.md")
                .build()),
        ShowSettings::run);
  }

  private static int run(Call call) throws IOException {
    if (call.has("--markdown")) {
      call.out().print(SettingsPage.markdown());
    } else if (call.has("--json")) {
      printJson(call.settings(), call.out());
    } else {
      printTable(call.settings(), call.out());
    }
    return Cli.OK;
  }

  private static void printTable(Settings settings, PrintStream out) {
    int nameWidth =
        settings.entries().stream().mapToInt(e -> e.setting().name().length()).max().orElse(0);
    int valueWidth = settings.entries().stream().mapToInt(e -> e.shown().length()).max().orElse(0);
    var line = "%-" + nameWidth + "s  %-" + Math.clamp(valueWidth, 1, 50) + "s  %s%n";
    settings
        .entries()
        .forEach(e -> out.printf(line, e.setting().name(), e.shown(), e.origin().describe()));
  }

  private static void printJson(Settings settings, PrintStream out) throws IOException {
    try (var json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (var entry : settings.entries()) {
        json.writeStartObject();
        json.writeStringField("name", entry.setting().name());
        json.writeStringField("value", entry.shown());
        json.writeStringField("origin", entry.origin().describe());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println();
  }
}
