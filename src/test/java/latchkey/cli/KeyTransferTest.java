package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `keys import` and `keys export` at a real server.
final class KeyTransferTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestServer server = TestServer.start();
  private final Path home;
  private final Typed person;

  KeyTransferTest(@TempDir Path home) {
    this.home = home;
    var draft = KeyDraft.of(server.organization(), "Everything", List.of("*")).limited(Limits.NONE);
    var key = server.keys().issue(draft, By.system("test")).text().token().reveal();
    this.person = new Typed(home).with("LATCHKEY_URL", server.url()).with("LATCHKEY_KEY", key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String line(String name, String secret) {
    return "{\"name\":\"%s\",\"digest\":\"sha256:%s\",\"permissions\":[\"contacts.read\"]}"
        .formatted(name, sha256(secret));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private int use(String secret) {
    return server
        .get("/auth?permission=contacts.read", "Authorization", "Bearer " + secret)
        .statusCode();
  }

  private JsonNode json(Typed.Ended ended) throws IOException {
    return JSON.readTree(ended.out());
  }

  @Test
  void whatWouldComeOfAnImportIsSaidLineByLineAndNothingHappens() throws IOException {
    var file =
        Files.writeString(
            home.resolve("old.jsonl"),
            line("Good", "old-system-secret-1") + "\n\n{\"name\":\"Bad\"}\nno json\n");
    var ended = person.run("keys", "import", file.toString(), "--dry-run");
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(ended.out())
        .containsPattern("(?m) 1 +imported$")
        .containsPattern("(?m) 3 +refused +\\S+")
        .containsPattern("(?m) 4 +refused +\\S+");
    assertThat(ended.err()).contains("1 lines would be imported, 2 would be refused");
    assertThat(use("old-system-secret-1")).isEqualTo(401);
  }

  @Test
  void aLongFileIsImportedInPartsAndItsKeysWork() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= 1_005; i++) {
      lines.add(line("Old " + i, "old-system-secret-" + i));
    }
    lines.set(1_002, "{}");
    var input = String.join("\n", lines);
    var ended = person.runWithInput(input, "keys", "import", "-", "--json");
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    var report = json(ended);
    assertThat(report.path("imported").asInt()).isEqualTo(1_004);
    assertThat(report.path("refused").asInt()).isEqualTo(1);
    assertThat(report.at("/items/1002/line").asInt()).isEqualTo(1_003);
    assertThat(report.at("/items/1002/status").asText()).isEqualTo("refused");
    assertThat(use("old-system-secret-1")).isEqualTo(200);
    assertThat(use("old-system-secret-1005")).isEqualTo(200);

    var exported = person.run("keys", "export", "--search", "Old ");
    assertThat(exported.code()).as(exported.err()).isEqualTo(Cli.OK);
    assertThat(exported.out()).hasLineCount(1_004).doesNotContain("\"next\"");
    assertThat(exported.out().lines().map(text -> text.charAt(0)).distinct()).containsExactly('{');
  }

  @Test
  void anExportHasNoSecretAndGoesToANewFileOfItsOwner() throws IOException {
    var file = home.resolve("keys.jsonl");
    var ended = person.run("keys", "export", "--out", file.toString());
    assertThat(ended.code()).as(ended.err()).isEqualTo(Cli.OK);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    var token = server.token(0);
    assertThat(file)
        .content()
        .contains("Production sync")
        .doesNotContain(token.substring(token.lastIndexOf('_') + 1));
    assertThat(person.run("keys", "export", "--out", file.toString()).code())
        .isEqualTo(Cli.REFUSED);
  }

  @Test
  void aFileThatIsNotThereIsSaidInOneLine() {
    var ended = person.run("keys", "import", home.resolve("none").toString());
    assertThat(ended.code()).isEqualTo(Cli.REFUSED);
    assertThat(ended.err()).hasLineCount(1).contains("none");
  }
}
