package latchkey.cli;

import java.util.List;
import latchkey.settings.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What picocli parses by, and prints for `--help`.
final class Help {
  private static final int WIDTH = 100;

  private Help() {}

  /// Only for `--help`: a start builds nothing but the one command that it runs.
  static CommandSpec overview(List<Command> commands) {
    var overview = bare("latchkey", "The API-key authority and guarded API of agent platforms.");
    overview
        .usageMessage()
        .footer(
            "",
            "Without a command: serve. Each has its own --help. Settings: docs/settings.md,",
            "the commands that ask a running server: docs/cli.md");
    commands.forEach(command -> add(overview, command.name(), of(command.name(), command)));
    Word.all().forEach(word -> add(overview, word.text(), bare(word.text(), word.summary())));
    return overview;
  }

  /// A group with its commands.
  static CommandSpec of(Word word, List<Command> commands) {
    var group = bare("latchkey " + word.text(), word.summary());
    commands.forEach(
        command -> add(group, command.name(), of(word.text() + " " + command.name(), command)));
    return group;
  }

  private static CommandSpec bare(String name, String summary) {
    var spec = CommandSpec.create().name(name);
    spec.usageMessage()
        .description(summary, "")
        .commandListHeading("Commands:%n")
        .synopsisSubcommandLabel("[COMMAND]")
        .width(WIDTH);
    return spec;
  }

  private static void add(CommandSpec group, String name, CommandSpec command) {
    group.addSubcommand(name, new CommandLine(command));
  }

  static CommandSpec of(String name, Command command) {
    var spec = CommandSpec.create().name("latchkey " + name);
    spec.usageMessage()
        .description(command.summary(), "")
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .hidden(command.hidden())
        .width(WIDTH);
    for (var arg : command.takes()) {
      switch (arg) {
        case OptionSpec option -> spec.addOption(option);
        case PositionalParamSpec parameter -> spec.addPositional(parameter);
        default -> throw new IllegalStateException("picocli knows no other: " + arg);
      }
    }
    if (command.settings()) {
      Setting.all().forEach(setting -> spec.addOption(flag(setting)));
    }
    return spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help").build());
  }

  private static OptionSpec flag(Setting<?> setting) {
    var fallback = setting.defaultText().isEmpty() ? "" : " (" + setting.defaultText() + ")";
    var flag =
        OptionSpec.builder(setting.flag())
            .type(String.class)
            .paramLabel("X")
            .description(setting.description().replace("%", "%%") + fallback);
    return (setting.isSwitch() ? flag.arity("0..1").fallbackValue("true") : flag.arity("1"))
        .build();
  }
}
