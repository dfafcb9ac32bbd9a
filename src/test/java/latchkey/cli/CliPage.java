package latchkey.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.settings.Setting;

/// `docs/cli.md`, made from what each command answers to `--help`.
final class CliPage {
  private static final String INTRODUCTION =
      """
      # The command line

      <!-- Made from the commands' own help by CliPageTest; do not edit. -->

      `./latchkey serve` and its like start a server: [settings.md](settings.md). The commands on this page ask a running one over
      its API, with the rights of whoever asks.

      ## Which server, and as whom

          ./latchkey login --url https://keys.example.com           # asks for a management key
          ./latchkey login --profile demo --ready-file ready.json   # what `./latchkey demo --ready-file ready.json` wrote
          ./latchkey login --url https://keys.example.com --email ada@example.com   # asks for a password
          ./latchkey profiles

      A profile is a server's address and a management key or a person's session, in `$XDG_CONFIG_HOME/latchkey/profiles.json` (`~/.config` by default), mode
      0600. A command asks, the first that is given:

      1. the profile of `--profile NAME`
      2. the server of `LATCHKEY_URL` with the key of `LATCHKEY_KEY`
      3. the profile of `LATCHKEY_PROFILE`; with `LATCHKEY_KEY`, its server with that key
      4. the profile that was logged in to or chosen last

      A profile's key goes to its own server only: where `LATCHKEY_URL` names another one and `LATCHKEY_KEY` is absent, the key is asked for.

      **Secrets are never arguments.** Other users read a command line, and the shell's history keeps it. Keys and passwords are typed without an
      echo, come on standard input, or, for the management key, in `LATCHKEY_KEY`. A key on the command line is refused.
      **New secrets are shown once**: on standard output, or with `--out FILE` in a new file of mode 0600 as the API's JSON.

      A management key does what its permissions say in its own organization. What no key may do, such as creating organizations, a person does who
      is signed in: the first one by `./latchkey setup`, with the link that a new server prints; others by `./latchkey join`, with their invitation.

      ## What is printed

      Tables and fields for people: in a terminal cut to its width, in a pipe whole. Times are UTC, with `--local-time` this machine's.
      `--json` prints the API's JSON, of a list all items that were asked for as one page. `--quiet` prints ids only, one a line.
      Everything else, refusals among it, goes to standard error; with `--json` a refusal is the API's problem as one line of JSON.

      Every command that asks takes `--profile`, `--json`, `--quiet` and `--local-time`; `audit verify`, which works on the database, takes every
      [setting](settings.md). Each has its own `--help`.

      A list has up to 100 items; `--limit N` and `--all` follow the API's cursors.

      Creations carry an `Idempotency-Key`: where the connection breaks before the answer, they are asked once more and happen once.
      Changes read what they change and send `If-Match`: where somebody else was faster, nothing happens, and the exit code is 5.

      | exit code | |
      |---|---|
      | 0 | done |
      | 1 | refused or failed; the line on standard error says why |
      | 2 | the command line is wrong |
      | 3 | there is no such thing |
      | 4 | not allowed, or the key is not taken |
      | 5 | conflict: it is there already, or was changed meanwhile |
      | 70 | a fault of the program: please report it |
      """;

  /// What the introduction says of all commands.
  private static final Pattern COMMON =
      Pattern.compile("^ +(--json|--quiet|--local-time|-h, --help|--profile=NAME +Which profile)");

  /// After which settings.md says more.
  private static final String FIRST_SETTING = Setting.all().getFirst().flag() + "=";

  private CliPage() {}

  static String text() {
    return Word.all().map(CliPage::section).collect(Collectors.joining("", INTRODUCTION, ""));
  }

  private static String section(Word word) {
    var helps =
        word.commands(new NoServer()).stream()
            .map(command -> Stream.concat(Stream.of(word.text()), command.words().stream()))
            .map(words -> help(words.toList()))
            .collect(Collectors.joining("\n"));
    return "\n## %s\n\n%s.\n\n```\n%s```\n".formatted(word.text(), word.summary(), helps);
  }

  private static String help(List<String> words) {
    var args = Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new);
    return new Typed(Path.of("/nowhere"))
        .run(args)
        .out()
        .lines()
        .takeWhile(line -> !line.startsWith("      " + FIRST_SETTING))
        .filter(line -> !COMMON.matcher(line).find())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
