package latchkey.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.settings.BadSetting;
import latchkey.settings.Nearest;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as its user sees it: picks the command, runs it, and turns how it ended into an
/// exit code and one line.
public final class Cli {
  public static final int OK = 0;
  public static final int START_FAILED = 1;
  public static final int REFUSED = 1;
  public static final int BAD_USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int NOT_ALLOWED = 4;

  /// Somebody else was first: the thing is there already, or no longer as it was.
  public static final int CONFLICT = 5;

  /// As in BSD's `sysexits.h`: a fault of the program itself.
  public static final int UNEXPECTED = 70;

  private static final String HELP_HINT = " (see latchkey --help)";

  private final Server server;
  private final List<Command> commands;
  private final Map<String, String> environment;
  private final Terminal terminal;

  public Cli(Server server, Map<String, String> environment, Terminal terminal) {
    this.server = server;
    this.commands =
        List.of(
            Serve.command(server),
            Demo.command(server),
            ShowSettings.command(),
            RotatePepper.command(server),
            Version.command(),
            Train.command(server));
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs the command and returns the exit code. Servers return only by the end of the process.
  public int run(String... args) {
    try {
      return dispatch(List.of(args));
    } catch (ParameterException e) {
      return end(
          BAD_USAGE, message(e) + " (see " + e.getCommandLine().getCommandName() + " --help)");
    } catch (Failure e) {
      terminal.err().println("latchkey: " + e.text());
      return e.exitCode();
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
        terminal.out().print(new CommandLine(Help.overview(commands)).getUsageMessage());
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
    var rest = args.isEmpty() ? args : args.subList(1, args.size());
    var word = Word.all().filter(w -> w.text().equals(name)).findFirst();
    if (word.isPresent()) {
      return run(word.get(), rest);
    }
    if (commands.stream().noneMatch(command -> command.name().equals(name))) {
      return end(BAD_USAGE, "unknown command " + name + Nearest.hint(name, names()) + HELP_HINT);
    }
    return run(command(name), rest);
  }

  private List<String> names() {
    var ours = commands.stream().filter(command -> !command.hidden()).map(Command::name);
    return Stream.concat(ours, Word.all().map(Word::text)).toList();
  }

  /// Runs the command of the group whose words come first in the arguments.
  private int run(Word word, List<String> args) throws Exception {
    Arguments.refuseSecrets(args);
    var group = word.commands(server);
    for (var command : group) {
      int words = command.words().size();
      if (args.size() >= words && args.subList(0, words).equals(command.words())) {
        var name = (word.text() + " " + command.name()).strip();
        return run(name, command, args.subList(words, args.size()));
      }
    }
    var typed = args.stream().takeWhile(arg -> !arg.startsWith("-")).limit(1).toList();
    var meant =
        group.stream().filter(c -> c.words().subList(0, typed.size()).equals(typed)).toList();
    if (!meant.isEmpty()
        && args.stream().anyMatch(arg -> arg.equals("--help") || arg.equals("-h"))) {
      terminal.out().print(new CommandLine(Help.of(word, meant)).getUsageMessage());
      return OK;
    }
    return end(BAD_USAGE, unknown(word, group, meant, String.join(" ", typed)));
  }

  private static String unknown(Word word, List<Command> group, List<Command> meant, String typed) {
    var what = (word.text() + " " + typed).strip();
    var hint = " (see latchkey " + word.text() + " --help)";
    return meant.isEmpty()
        ? "unknown command " + what + Nearest.hint(typed, names(group)) + hint
        : what + " what? One of " + String.join(", ", names(meant)) + hint;
  }

  private static List<String> names(List<Command> commands) {
    return commands.stream().map(Command::name).toList();
  }

  private int run(Command command, List<String> args) throws Exception {
    return run(command.name(), command, args);
  }

  private int run(String name, Command command, List<String> args) throws Exception {
    var line =
        new CommandLine(Help.of(name, command))
            .setExpandAtFiles(false)
            .setInterpolateVariables(false);
    var parsed = line.parseArgs(args.toArray(String[]::new));
    if (parsed.isUsageHelpRequested()) {
      terminal.out().print(line.getUsageMessage());
      return OK;
    }
    return command.action().run(new Call(parsed, environment, terminal));
  }

  private Command command(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private int end(int code, String message) {
    terminal.err().println("latchkey: " + message.lines().collect(Collectors.joining(" ")));
    return code;
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
