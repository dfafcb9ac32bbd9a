package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the command line answers, by exit code and by word.
final class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final RefusingServer server = new RefusingServer();

  private final Path data;

  CliTest(@TempDir Path data) {
    this.data = data;
  }

  /// Notes what it is asked to start, then cannot.
  private static final class RefusingServer implements Server {
    @Override
    public boolean verifyAudit(
        Settings settings, Optional<String> organization, Consumer<String> say) {
      throw new StartFailure("there is no database here");
    }

    @Override
    public int rotatePepper(Settings settings) {
      throw new StartFailure("there is no keyset here");
    }

    final List<String> asked = new ArrayList<>();

    @Override
    public Running serve(Settings settings) {
      asked.add("serve on " + settings.get(Setting.PORT));
      throw new StartFailure("port %d is taken".formatted(settings.get(Setting.PORT)));
    }

    @Override
    public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
      asked.add("demo %d, ready file %s".formatted(seed, readyFile));
      throw new IllegalStateException("a fault of our own");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpListsEveryCommandOnOneLine(String word) {
    assertThat(run(word)).isEqualTo(Cli.OK);
    assertThat(out())
        .containsPattern("(?m)^  serve +Start")
        .containsPattern("(?m)^  demo +Start")
        .containsPattern("(?m)^  settings +Print")
        .containsPattern("(?m)^  version +Print")
        .doesNotContain("train");
  }

  @Test
  void everyWordHasALineOfHelpAndEachOfItsCommandsItsOwn() {
    run("--help");
    assertThat(out().lines().count()).isLessThan(30);
    for (var word : Word.values()) {
      assertThat(out()).containsPattern("(?m)^  " + word.text() + " +[A-Z]");
      for (var command : word.commands(server)) {
        var args = Stream.concat(Stream.of(word.text()), command.words().stream());
        assertThat(run(Stream.concat(args, Stream.of("--help")).toArray(String[]::new)))
            .isEqualTo(Cli.OK);
      }
    }
    assertThat(run("keys", "rotate", "--help")).isEqualTo(Cli.OK);
    assertThat(out()).containsPattern("(?m)^  rotate cancel +End");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "settings"})
  void aCommandsHelpListsEverySetting(String command) {
    assertThat(run(command, "--help")).isEqualTo(Cli.OK);
    assertThat(out()).contains(Setting.all().stream().map(Setting::flag).toList());
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void versionIsOneLine(String word) {
    assertThat(run(word)).isEqualTo(Cli.OK);
    assertThat(out()).matches("latchkey \\S+ \\(Java \\S+\\)\n");
  }

  @Test
  void withoutACommandItServes() {
    run();
    run("--port", "9000");
    run("serve", "--port=9001");
    assertThat(server.asked).containsExactly("serve on 8080", "serve on 9000", "serve on 9001");
  }

  @Test
  void demoTakesSeedReadyFileAndSettings() {
    run("demo");
    run("demo", "--seed", "7", "--ready-file", "r.json", "--port=0", "--management-port=0");
    assertThat(server.asked)
        .containsExactly(
            "demo 1, ready file Optional.empty", "demo 7, ready file Optional[r.json]");
  }

  @Test
  void aStartThatFailsSaysWhyInOneLineAndEndsWith1() {
    assertThat(run("serve", "--port", "9000")).isEqualTo(Cli.START_FAILED);
    assertThat(err()).isEqualTo("latchkey: port 9000 is taken\n");
  }

  @Test
  void aFaultOfOurOwnEndsWith70() {
    assertThat(run("demo")).isEqualTo(Cli.UNEXPECTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srve | unknown command srve, did you mean serve? (see latchkey --help)",
        "bananas | unknown command bananas (see latchkey --help)",
        "serve --prt=1 | unknown option --prt, did you mean --port? (see latchkey serve --help)",
        "--prt 1 | unknown option --prt, did you mean --port? (see latchkey serve --help)",
        "serve demo | unexpected argument demo (see latchkey serve --help)",
        "serve --port 1 --port 1 | --port is given twice (see latchkey serve --help)",
        "serve --port | Missing required parameter for option '--port' (X) (see latchkey serve --help)",
        "demo --seed x | Invalid value for option '--seed': 'x' is not a long (see latchkey demo --help)",
        "version --port 1 | unknown option --port (see latchkey version --help)",
        "serve --port x | port: \"x\" is not a whole number from 0 to 65535 (flag --port)",
        "settings --port x | port: \"x\" is not a whole number from 0 to 65535 (flag --port)",
        "keys | keys what? One of list, create, show, change, rotate start, rotate status, rotate retire, rotate cancel, revoke, keep, delete, tag, import, export (see latchkey keys --help)",
        "keys rotate | keys rotate what? One of rotate start, rotate status, rotate retire, rotate cancel (see latchkey keys --help)",
        "keys lst --all | unknown command keys lst, did you mean list? (see latchkey keys --help)",
        "keys show | Missing required parameter: 'KEY' (see latchkey keys show --help)",
        "keys revoke --resaon x | unknown option --resaon, did you mean --reason? (see latchkey keys revoke --help)",
        "serve @file | unexpected argument @file (see latchkey serve --help)",
      })
  void aMistakeOnTheCommandLineIsOneLineAndStartsNothing(String line, String message) {
    assertThat(run(line.split(" "))).isEqualTo(Cli.BAD_USAGE);
    assertThat(err()).isEqualTo("latchkey: " + message + "\n");
    assertThat(out()).isEmpty();
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aSwitchMayStandAlone() {
    run("settings", "--management-public", "--data", data.toString());
    assertThat(out()).containsPattern("(?m)^management-public +true +flag --management-public$");
  }

  @Test
  void settingsShowValueAndOrigin() throws IOException {
    Files.writeString(data.resolve("latchkey.yaml"), "cache: {size: 32MB}\n");
    assertThat(
            run(
                Map.of("LATCHKEY_HOST", "::1"),
                "settings",
                "--port",
                "0",
                "--data",
                data.toString()))
        .isEqualTo(Cli.OK);
    assertThat(out())
        .containsPattern("(?m)^port +0 +flag --port$")
        .containsPattern("(?m)^host +::1 +environment LATCHKEY_HOST$")
        .containsPattern("(?m)^cache-size +32MB +file " + data + "/latchkey.yaml: cache.size$")
        .containsPattern("(?m)^key-prefix +lk +default$")
        .hasLineCount(Setting.all().size());
  }

  @Test
  void settingsAsJsonHoldTheSame() throws IOException {
    assertThat(run("settings", "--json", "--port", "0")).isEqualTo(Cli.OK);
    var json = new ObjectMapper().readTree(out());
    assertThat(json).hasSize(Setting.all().size());
    assertThat(json.findParents("origin"))
        .anySatisfy(
            entry -> {
              assertThat(entry.path("name").asText()).isEqualTo("port");
              assertThat(entry.path("value").asText()).isEqualTo("0");
              assertThat(entry.path("origin").asText()).isEqualTo("flag --port");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"settings", "settings --json", "serve", "serve --port x", "settings --prt"})
  void secretsAreNeverPrintedWhereverTheyCameFrom(String line) throws IOException {
    Files.writeString(data.resolve("latchkey.yaml"), "keyset: hunter-file\n");
    var environment =
        Map.of(
            "LATCHKEY_DATA", data.toString(),
            "LATCHKEY_DATABASE_PASSWORD", "hunter-environment",
            "LATCHKEY_DATABASE_URL", "postgresql://app:hunter-url@db/x");
    run(environment, line.split(" "));
    run(environment, (line + " --keyset hunter-flag").split(" "));
    assertThat(out() + err()).isNotEmpty().doesNotContain("hunter");
  }

  @Test
  void redactedSaysThatASecretIsThere() {
    run(Map.of("LATCHKEY_KEYSET", "hunter"), "settings");
    assertThat(out()).containsPattern("(?m)^keyset +\\[redacted\\] +environment LATCHKEY_KEYSET$");
  }

  private int run(String... args) {
    return run(Map.of(), args);
  }

  private int run(Map<String, String> environment, String... args) {
    return new Cli(server, environment, terminal(environment)).run(args);
  }

  private Terminal terminal(Map<String, String> environment) {
    return new Terminal(environment, InputStream.nullInputStream(), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
