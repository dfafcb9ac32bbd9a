package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import latchkey.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom a command asks, and how it shows what comes back: at a real server.
final class RemoteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestServer server = TestServer.start();
  private final Path home;
  private final Typed person;

  RemoteTest(@TempDir Path home) {
    this.home = home;
    this.person = new Typed(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path profiles() {
    return home.resolve(".config/latchkey/profiles.json");
  }

  private void login() {
    var ended =
        person.runWithInput(server.managementToken() + "\n", "login", "--url", server.url());
    assertThat(ended.code()).as(ended.err()).isEqualTo(Cli.OK);
  }

  /// The id of a decision that refused.
  private String refusal() throws IOException {
    var verdict =
        server.post(
            "/v1/keys/verify",
            "{\"key\":\"%s\",\"permission\":\"leads.delete\"}".formatted(server.token(0)));
    return JSON.readTree(verdict.body()).path("decisionId").asText();
  }

  @Test
  void loginKeepsAddressAndKeyWhereOnlyTheOwnerReadsThem() throws IOException {
    login();
    assertThat(Files.getPosixFilePermissions(profiles()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(profiles().resolveSibling(".").normalize()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(person.run("explain", refusal()).code()).isEqualTo(Cli.OK);
  }

  @Test
  void noCommandPrintsAKeyThatAProfileHolds() {
    var login =
        person.runWithInput(server.managementToken() + "\n", "login", "--url", server.url());
    var list = person.run("profiles");
    assertThat(list.out()).contains("default", server.url());
    assertThat(login.out() + login.err() + list.out() + list.err())
        .doesNotContain(server.managementToken());
  }

  @Test
  void aKeyThatTheServerRefusesIsNotKept() {
    var ended = person.runWithInput("lk_live_nobody\n", "login", "--url", server.url());
    assertThat(ended.code()).isEqualTo(Cli.NOT_ALLOWED);
    assertThat(ended.err()).startsWith("latchkey: ").contains("request ");
    assertThat(profiles()).doesNotExist();
  }

  @Test
  void aDemosReadyFileIsAProfile() throws IOException {
    var ready =
        Files.writeString(
            home.resolve("ready.json"),
            "{\"url\":\"%s\",\"managementKey\":\"%s\"}"
                .formatted(server.url(), server.managementToken()));
    var ended = person.run("login", "--profile", "demo", "--ready-file", ready.toString());
    assertThat(ended.code()).as(ended.err()).isEqualTo(Cli.OK);
    assertThat(person.run("profiles").out()).containsPattern("demo +yes +http");
  }

  @Test
  void profilesAreChosenByFlagThenEnvironmentThenTheCurrentOne() throws IOException {
    var decision = refusal();
    login();
    person.runWithInput(
        server.managementToken(), "login", "--profile", "other", "--url", server.url());
    assertThat(person.run("profiles").out()).containsPattern("other +yes");
    assertThat(person.run("profiles", "default").out()).containsPattern("default +yes");
    assertThat(person.run("explain", decision, "--profile", "other").code()).isEqualTo(Cli.OK);
    assertThat(person.run("explain", decision, "--profile", "othr"))
        .isEqualTo(
            new Typed.Ended(
                Cli.NOT_FOUND,
                "",
                "latchkey: there is no profile othr, did you mean other? (see ./latchkey profiles)\n"));
    person.with("LATCHKEY_PROFILE", "gone");
    assertThat(person.run("explain", decision).code()).isEqualTo(Cli.NOT_FOUND);
    assertThat(person.run("explain", decision, "--profile", "other").code()).isEqualTo(Cli.OK);
  }

  @Test
  void theEnvironmentAloneIsEnough() throws IOException {
    person.with("LATCHKEY_URL", server.url()).with("LATCHKEY_KEY", server.managementToken());
    assertThat(person.run("explain", refusal()).code()).isEqualTo(Cli.OK);
    assertThat(profiles()).doesNotExist();
  }

  @Test
  void aProfilesKeyGoesToNoServerButItsOwn() {
    login();
    try (var other = TestServer.start()) {
      person.with("LATCHKEY_URL", other.url());
      var ended = person.run("explain", "none");
      assertThat(ended.code()).isEqualTo(Cli.BAD_USAGE);
      assertThat(ended.err()).contains("no management key came");
    }
  }

  @Test
  void logoutForgetsTheKey() {
    login();
    assertThat(person.run("logout").code()).isEqualTo(Cli.OK);
    assertThat(profiles()).content().doesNotContain("lk_live");
    var ended = person.run("explain", "none");
    assertThat(ended.code()).isEqualTo(Cli.BAD_USAGE);
    assertThat(ended.err()).contains("./latchkey login", "LATCHKEY_URL");
  }

  @Test
  void aFileOfProfilesThatOthersCanReadIsNotUsed() throws IOException {
    login();
    Files.setPosixFilePermissions(profiles(), PosixFilePermissions.fromString("rw-r--r--"));
    var ended = person.run("explain", "none");
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(ended.err()).contains("chmod 600 " + profiles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain %s", "login %s", "login --key=%s", "explain --key %s"})
  void aSecretOnTheCommandLineIsRefusedAndNotRepeated(String line) {
    var token = server.token(0);
    for (var secret : new String[] {token, token.substring(token.lastIndexOf('_') + 1)}) {
      var ended = person.run(line.formatted(secret).split(" "));
      assertThat(ended.code()).isEqualTo(Cli.BAD_USAGE);
      assertThat(ended.err())
          .contains("standard input", "LATCHKEY_KEY", "rotate")
          .doesNotContain(secret);
    }
  }

  @Test
  void aRefusalIsExplainedAsATable() throws IOException {
    login();
    var ended = person.run("explain", refusal());
    assertThat(ended.out())
        .startsWith("PERMISSION_DENIED: key ")
        .containsPattern("(?m)^CHECK +OUTCOME +WHAT IT SAW$")
        .containsPattern("(?m)^permission +failed +leads.delete; held: ")
        .contains("To be admitted: grant leads.delete");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void jsonIsExactlyTheServersAnswer() throws IOException {
    login();
    var decision = refusal();
    var answer =
        server.get(
            "/api/v1/decisions/" + decision, "Authorization", "Bearer " + server.managementToken());
    assertThat(person.run("explain", decision, "--json").out()).isEqualTo(answer.body() + "\n");
    assertThat(person.run("explain", decision, "--quiet").out()).isEqualTo("PERMISSION_DENIED\n");
  }

  @Test
  void aKeyIsExplainedFromStandardInputAndSpendsNothing() throws IOException {
    login();
    for (int i = 0; i < 8; i++) { // its limit is 5 a minute
      var ended =
          person.runWithInput(
              server.token(1), "explain", "--key", "--permission", "contacts.update", "--json");
      assertThat(JSON.readTree(ended.out()).path("code").asText()).isEqualTo("PERMISSION_DENIED");
    }
    var ended = person.runWithInput(server.token(1), "explain", "--key");
    assertThat(ended.out()).startsWith("VALID: key ").contains("5 of 5 left");
  }

  @Test
  void aKeyIsExplainedByItsIdForATimeToCome() {
    login();
    String id = server.token(1).split("_", -1)[2];
    var ended =
        person.run(
            "explain",
            "--key-id",
            id,
            "--permission",
            "leads.delete",
            "--at",
            "2030-01-01T00:00:00Z");
    assertThat(ended.out())
        .startsWith("PERMISSION_DENIED: key " + id + "\n")
        .contains("taken as right: none was shown");
    assertThat(person.run("explain", "--at", "2030-01-01T00:00:00Z", "dec_0").code())
        .isEqualTo(Cli.BAD_USAGE);
    assertThat(person.run("explain", "--key-id", id, "dec_0").code()).isEqualTo(Cli.BAD_USAGE);
  }

  @Test
  void aProblemIsShownWithCodeAndRequestAndEndsWithItsOwnExitCode() {
    login();
    var missing = person.run("explain", "none");
    assertThat(missing.code()).isEqualTo(Cli.NOT_FOUND);
    assertThat(missing.out()).isEmpty();
    assertThat(missing.err())
        .matches("latchkey: No such refusal is kept: .* \\(not_found; request \\S+\\)\n");

    var json = person.run("explain", "none", "--json");
    assertThat(json.code()).isEqualTo(Cli.NOT_FOUND);
    assertThat(json.out()).isEmpty();
    assertThat(json.err())
        .startsWith("{\"type\":\"about:blank\"")
        .contains("\"code\":\"not_found\"");

    person.with("LATCHKEY_KEY", server.token(0));
    assertThat(person.run("explain", "none").code()).isEqualTo(Cli.NOT_ALLOWED);
  }

  @Test
  void aServerThatIsNotThereIsSaidInOneLine() {
    login();
    server.close();
    var ended = person.run("explain", "none");
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(ended.err()).hasLineCount(1).startsWith("latchkey: no answer from " + server.url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "localhost:8080", "http://user:pw@host", "http://", "x y"})
  void anAddressThatIsNoServersIsRefused(String url) {
    var ended = person.runWithInput("key", "login", "--url", url);
    assertThat(ended.code()).isEqualTo(Cli.BAD_USAGE);
    assertThat(ended.err()).contains("--url is no server's address");
  }
}
