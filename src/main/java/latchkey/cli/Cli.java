package latchkey.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import latchkey.settings.BadSetting;
import latchkey.settings.Nearest;
import latchkey.settings.Setting;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as its user sees it: picks the command, runs it, and turns how it ended into an
/// exit code and one line.
public final class Cli {
  public static final int OK = 0;
  public static final int START_FAILED = 1;
  public static final int BAD_USAGE = 2;

  /// As in BSD's `sysexits.h`: a fault of the program itself.
  public static final int UNEXPECTED = 70;

  private static final String HELP_HINT = " (see latchkey --help)";

  private final List<Command> commands;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  public Cli(Server server, Map<String, String> environment, PrintStream out, PrintStream err) {
    this.commands =
        List.of(
            Serve.command(server),
            Demo.command(server),
            ShowSettings.command(),
            RotatePepper.command(server),
            Version.command(),
            Train.command(server));
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /// Runs the command and returns the exit code. Servers return only by the end of the process.
  public int run(String... args) {
    try {
      return dispatch(List.of(args));
    } catch (ParameterException e) {
      return end(
          BAD_USAGE, message(e) + " (see " + e.getCommandLine().getCommandName() + " --help)");
    } catch (BadSetting e) {
      return end(BAD_USAGE, text(e));
    } catch (StartFailure e) {
      return end(START_FAILED, text(e));
    } catch (Exception | LinkageError e) {
      LoggerFactory.getLogger(Cli.class).error("Unexpected failure; please report it", e);
      return UNEXPECTED;
    }
  }

  private int dispatch(List<String> args) throws Exception {
    var first = args.isEmpty() ? "serve" : args.getFirst();
    switch (first) {
      case "--help", "-h", "help" -> {
        out.print(new CommandLine(overview()).getUsageMessage());
        return OK;
      }
      case "--version", "-V" -> {
        return run(command("version"), List.of());
      }
      default -> {
        // A flag without a command is the server's.
        return first.startsWith("-") ? run(command("serve"), args) : runNamed(first, args);
      }
    }
  }

  private int runNamed(String name, List<String> args) throws Exception {
    var names = commands.stream().filter(command -> !command.hidden()).map(Command::name).toList();
    if (commands.stream().noneMatch(command -> command.name().equals(name))) {
      return end(BAD_USAGE, "unknown command " + name + Nearest.hint(name, names) + HELP_HINT);
    }
    return run(command(name), args.isEmpty() ? args : args.subList(1, args.size()));
  }

  private int run(Command command, List<String> args) throws Exception {
    var line =
        new CommandLine(spec(command)).setExpandAtFiles(false).setInterpolateVariables(false);
    var parsed = line.parseArgs(args.toArray(String[]::new));
    if (parsed.isUsageHelpRequested()) {
      out.print(line.getUsageMessage());
      return OK;
    }
    return command.action().run(new Call(parsed, environment, out));
  }

  private Command command(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private int end(int code, String message) {
    err.println("latchkey: " + message.lines().collect(Collectors.joining(" ")));
    return code;
  }

  /// Only for `--help`: a start builds nothing but the one command that it runs.
  private CommandSpec overview() {
    var spec = CommandSpec.create().name("latchkey");
    spec.usageMessage()
        .description("The API-key authority and guarded API of agent platforms.", "")
        .commandListHeading("Commands:%n")
        .synopsisSubcommandLabel("[COMMAND]")
        .footer("", "Without a command: serve. Each has its own --help. Settings: docs/settings.md")
        .width(100);
    commands.forEach(command -> spec.addSubcommand(command.name(), new CommandLine(spec(command))));
    return spec;
  }

  private static CommandSpec spec(Command command) {
    var spec = CommandSpec.create().name("latchkey " + command.name());
    spec.usageMessage()
        .description(command.summary(), "")
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .hidden(command.hidden())
        .width(100);
    command.options().forEach(spec::addOption);
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

  /// picocli's own words, where they are good.
  private static String message(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unknown(unmatched);
      case OverwrittenOptionException twice ->
          ((OptionSpec) twice.getOverwritten()).longestName() + " is given twice";
      default -> text(e);
    };
  }

  private static String text(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  private static String unknown(UnmatchedArgumentException e) {
    var argument = e.getUnmatched().getFirst();
    var name = argument.split("=", 2)[0];
    var known = new ArrayList<>(e.getCommandLine().getCommandSpec().optionsMap().keySet());
    return name.startsWith("-")
        ? "unknown option " + name + Nearest.hint(name, known)
        : "unexpected argument " + argument;
  }
}
