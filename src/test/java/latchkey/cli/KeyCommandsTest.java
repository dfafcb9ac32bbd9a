package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./latchkey keys …` at a real server, with a management key that may everything.
final class KeyCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestServer server = TestServer.start();
  private final Path home;
  private final Typed person;

  KeyCommandsTest(@TempDir Path home) {
    this.home = home;
    var draft = KeyDraft.of(server.organization(), "Everything", List.of("*")).limited(Limits.NONE);
    var key = server.keys().issue(draft, By.system("test")).text().token().reveal();
    this.person = new Typed(home).with("LATCHKEY_URL", server.url()).with("LATCHKEY_KEY", key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Typed.Ended done(String... args) {
    var ended = person.run(args);
    assertThat(ended.code()).as(ended.err()).isEqualTo(Cli.OK);
    return ended;
  }

  private JsonNode json(Typed.Ended ended) throws IOException {
    return JSON.readTree(ended.out());
  }

  /// The id of a new key.
  private String made(String name, String... more) throws IOException {
    var args =
        new ArrayList<>(List.of("keys", "create", name, "--permission", "contacts.read", "--json"));
    args.addAll(List.of(more));
    return json(done(args.toArray(String[]::new))).at("/key/id").asText();
  }

  private String verdict(String token) throws IOException {
    var answer = server.post("/v1/keys/verify", "{\"key\":\"%s\"}".formatted(token));
    return JSON.readTree(answer.body()).path("code").asText();
  }

  @Test
  void aNewKeyIsShownOnceAndWorks() throws IOException {
    var created = done("keys", "create", "Sync", "--permission", "contacts.read");
    assertThat(created.out()).containsPattern("(?m)^key.name +Sync$");
    assertThat(created.err()).isEqualTo("The secret is shown this once: keep it now.\n");
    var token = created.out().replaceFirst("(?s).*\\ntoken +(\\S+)\\n.*", "$1");
    assertThat(verdict(token)).isEqualTo("VALID");

    var id = created.out().replaceFirst("(?s).*key.id +(\\S+)\\n.*", "$1");
    var shown = done("keys", "show", id, "--json");
    assertThat(json(shown).path("name").asText()).isEqualTo("Sync");
    assertThat(shown.out()).doesNotContain(token.substring(token.lastIndexOf('_') + 1));
  }

  @Test
  void aNewKeyGoesToAFileThatOnlyItsOwnerReads() throws IOException {
    var file = home.resolve("key.json");
    var ended =
        done("keys", "create", "Sync", "--permission", "contacts.read", "--out", file.toString());
    var issued = JSON.readTree(file.toFile());
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(verdict(issued.path("token").asText())).isEqualTo("VALID");
    assertThat(ended.out()).isEqualTo(issued.at("/key/id").asText() + "\n");
    assertThat(ended.out() + ended.err()).doesNotContain(issued.path("apiSecret").asText());
  }

  @Test
  void aFileThatIsThereIsNotWrittenAndNoKeyIsMade() throws IOException {
    var file = Files.writeString(home.resolve("key.json"), "mine");
    var ended =
        person.run(
            "keys", "create", "Nowhere", "--permission", "contacts.read", "--out", file.toString());
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(file).content().isEqualTo("mine");
    assertThat(done("keys", "list", "--search", "Nowhere", "--quiet").out()).isEmpty();
  }

  @Test
  void aRefusedCreationLeavesNoFile() {
    var file = home.resolve("key.json");
    var ended =
        person.run("keys", "create", "x", "--permission", "nonsense", "--out", file.toString());
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(ended.err()).contains("nonsense", "invalid_request");
    assertThat(file).doesNotExist();
  }

  @Test
  void quietWouldLoseTheSecretAndMakesNothing() {
    var ended = person.run("keys", "create", "Nowhere", "--permission", "contacts.read", "--quiet");
    assertThat(ended.code()).isEqualTo(Cli.BAD_USAGE);
    assertThat(done("keys", "list", "--search", "Nowhere", "--quiet").out()).isEmpty();
  }

  @Test
  void everythingThatAKeyMayIsTyped() throws IOException {
    var id =
        made(
            "Full",
            "--agent",
            server.agents().getFirst(),
            "--environment=test",
            "--description=all of it",
            "--permission=leads.write",
            "--address=10.0.0.0/8",
            "--address=::1",
            "--rate=5/minute",
            "--rate=7/2h",
            "--starts=2026-01-31",
            "--expires=2099-12-31",
            "--metadata={\"ticket\":7}",
            "--tag=a",
            "--tag=b");
    var key = json(done("keys", "show", id, "--json"));
    assertThat(key.path("agentId").asText()).isEqualTo(server.agents().getFirst());
    assertThat(key.path("environment").asText()).isEqualTo("test");
    assertThat(key.path("addresses")).hasToString("[\"10.0.0.0/8\",\"::1\"]");
    assertThat(key.path("limits").toString())
        .contains("\"max\":5,\"windowMillis\":60000", "\"max\":7,\"windowMillis\":7200000");
    assertThat(key.path("expiresAt").asText()).isEqualTo("2100-01-01T00:00:00Z");
    assertThat(key.at("/metadata/ticket").asInt()).isEqualTo(7);
    assertThat(key.path("tags")).hasToString("[\"a\",\"b\"]");
  }

  @Test
  void aChangeReplacesWhatIsGivenAndNothingElse() throws IOException {
    var id = made("Old", "--description=kept", "--expires=2099-01-01");
    var changed = json(done("keys", "change", id, "--name=New", "--expires=", "--json"));
    assertThat(changed.path("name").asText()).isEqualTo("New");
    assertThat(changed.path("description").asText()).isEqualTo("kept");
    assertThat(changed.has("expiresAt")).isFalse();

    var nothing = person.run("keys", "change", id);
    assertThat(nothing.code()).isEqualTo(Cli.BAD_USAGE);
    assertThat(nothing.err()).contains("nothing to change");
  }

  @Test
  void aListIsNarrowedAndFollowsItsPages() throws IOException {
    for (int i = 0; i < 105; i++) {
      made("Many " + i, "--tag=many");
    }
    var first = person.run("keys", "list", "--tag=many", "--quiet");
    assertThat(first.out()).hasLineCount(100);
    assertThat(done("keys", "list", "--tag=many", "--quiet", "--all").out()).hasLineCount(105);
    assertThat(done("keys", "list", "--tag=many", "--quiet", "--limit=103").out())
        .hasLineCount(103);
    var json = json(done("keys", "list", "--tag=many", "--json", "--all"));
    assertThat(json.path("items")).hasSize(105);
    assertThat(json.has("next")).isFalse();
    assertThat(json(done("keys", "list", "--tag=many", "--json")).has("next")).isTrue();
    var table = done("keys", "list", "--tag=many", "--limit=2", "--sort=name");
    assertThat(table.out()).startsWith("ID ").containsPattern("Many 0 +active +");
    assertThat(table.err()).contains("--all");
    assertThat(person.run("keys", "list", "--state=odd").code()).isEqualTo(Cli.REFUSED);
  }

  @Test
  void aRotationStartsIsWatchedAndEnds() throws IOException {
    var created =
        json(done("keys", "create", "Turning", "--permission", "contacts.read", "--json"));
    var id = created.at("/key/id").asText();
    var old = created.path("token").asText();
    var fresh =
        json(done("keys", "rotate", "start", id, "--quiet-days=7", "--json"))
            .path("token")
            .asText();
    assertThat(verdict(old)).isEqualTo("VALID");
    assertThat(verdict(fresh)).isEqualTo("VALID");

    var status = json(done("keys", "rotate", "status", id, "--json"));
    assertThat(status.path("state").asText()).isEqualTo("overlapping");
    assertThat(done("keys", "rotate", "status", id).out())
        .containsPattern("(?m)^rotation.quietDays +7$")
        .containsPattern("(?m)^oldSecret.requests +[0-9]+$");
    assertThat(person.run("keys", "rotate", "start", id).code()).isEqualTo(Cli.CONFLICT);

    done("keys", "rotate", "retire", id);
    assertThat(verdict(old)).isEqualTo("INVALID");
    assertThat(verdict(fresh)).isEqualTo("VALID");
    assertThat(person.run("keys", "rotate", "cancel", id).code()).isEqualTo(Cli.CONFLICT);
  }

  @Test
  void aCancelledRotationLeavesTheOldSecret() throws IOException {
    var created =
        json(done("keys", "create", "Turning", "--permission", "contacts.read", "--json"));
    var id = created.at("/key/id").asText();
    var fresh = json(done("keys", "rotate", "start", id, "--json")).path("token").asText();
    done("keys", "rotate", "cancel", id);
    assertThat(verdict(created.path("token").asText())).isEqualTo("VALID");
    assertThat(verdict(fresh)).isEqualTo("INVALID");
  }

  @Test
  void keysAreRevokedAndDeletedByIdOrByFilter() throws IOException {
    var one = made("One", "--tag=old");
    var two = made("Two", "--tag=old");
    var three = made("Three");
    var revoked = done("keys", "revoke", "--tag=old", "--reason=superseded");
    assertThat(revoked.out()).containsPattern(one + " +done").containsPattern(two + " +done");
    var shown = json(done("keys", "show", one, "--json"));
    assertThat(shown.at("/revocation/reason").asText()).isEqualTo("superseded");

    assertThat(done("keys", "delete", one, two, "--quiet").out())
        .isEqualTo(one + "\n" + two + "\n");
    assertThat(person.run("keys", "show", one).code()).isEqualTo(Cli.NOT_FOUND);
    assertThat(person.run("keys", "delete", one).code()).isEqualTo(Cli.NOT_FOUND);
    var half = person.run("keys", "delete", one, three);
    assertThat(half.code()).isEqualTo(Cli.REFUSED);
    assertThat(half.err()).isEqualTo("latchkey: 1 of 2 keys are as they were\n");

    assertThat(person.run("keys", "delete").code()).isEqualTo(Cli.BAD_USAGE);
    assertThat(person.run("keys", "delete", three, "--tag=old").code()).isEqualTo(Cli.BAD_USAGE);
  }

  @Test
  void aRevocationThatLiesAheadIsTakenBack() throws IOException {
    var id = made("Ahead");
    done("keys", "revoke", id, "--at=2099-01-01T00:00:00Z");
    assertThat(json(done("keys", "keep", id, "--json")).has("revocation")).isFalse();
  }

  @Test
  void tagsComeAndGo() throws IOException {
    var id = made("Tagged", "--tag=old");
    done("keys", "tag", id, "--add=new", "--remove=old");
    assertThat(json(done("keys", "show", id, "--json")).path("tags")).hasToString("[\"new\"]");
    assertThat(person.run("keys", "tag", id).code()).isEqualTo(Cli.BAD_USAGE);
  }

  @Test
  void aKeyMakesNoneThatReachesFurther() throws IOException {
    var narrow =
        json(done(
                "keys",
                "create",
                "Narrow",
                "--permission=keys.*",
                "--permission=contacts.read",
                "--json"))
            .path("token")
            .asText();
    person.with("LATCHKEY_KEY", narrow);
    var ended = person.run("keys", "create", "Wide", "--permission", "contacts.delete");
    assertThat(ended.code()).isEqualTo(Cli.NOT_ALLOWED);
    assertThat(ended.err()).contains("wider_than_yourself", "contacts.delete", "request ");
  }
}
