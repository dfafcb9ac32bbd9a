package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `latchkey demo` as its user meets it.
class DemoTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void thePrintedLinesWorkAsPrinted() throws Exception {
    try (Child demo = start("--seed", "1")) {
      List<String> lines = printed(demo);
      assertThat(lines).hasSize(4);

      assertThat(sh(lines.get(0)))
          .startsWith("HTTP/1.1 200 ")
          .contains("X-Latchkey-Key-Id: ", "RateLimit: ");

      JsonNode verdict = JSON.readTree(sh(lines.get(1)));
      assertThat(verdict.path("valid").isBoolean()).isTrue();
      assertThat(verdict.path("valid").asBoolean()).isFalse();
      assertThat(verdict.path("code").asText()).isEqualTo("PERMISSION_DENIED");
      assertThat(verdict.at("/explanation/changes").toString()).contains("leads.update");

      assertThat(sh(lines.get(2)))
          .startsWith("HTTP/1.1 403 ")
          .contains("X-Latchkey-Code: ADDRESS_NOT_ALLOWED");

      String[] owner = lines.get(3).strip().split(" +", -1);
      String site = lines.getFirst().replaceFirst(".*'(http://[^/]*)/.*", "$1");
      assertThat(
              sh(
                  "curl -i %s/sign-in -H 'Origin: %s' -d 'email=%s&password=%s'"
                      .formatted(site, site, owner[0], owner[1])))
          .startsWith("HTTP/1.1 303 ")
          .contains("Set-Cookie: latchkey_session=");
    }
  }

  @Test
  void theReadyFileHasTheDocumentedFieldsAndOnlyItsOwnerCanReadIt() throws IOException {
    JsonNode ready = readyFile(1);
    assertThat(names(ready))
        .containsExactlyInAnyOrder(
            "url",
            "managementUrl",
            "organizationId",
            "agents",
            "keys",
            "managementKey",
            "owner",
            "members");
    assertThat(names(ready.path("owner"))).containsExactlyInAnyOrder("email", "password");
    assertThat(ready.path("members")).hasSize(5);
    assertThat(ready.path("agents")).hasSize(2);
    for (JsonNode agent : ready.path("agents")) {
      assertThat(names(agent)).containsExactlyInAnyOrder("id", "name");
    }
    assertThat(ready.path("keys")).hasSize(6);
    for (JsonNode key : ready.path("keys")) {
      assertThat(names(key))
          .containsExactlyInAnyOrder(
              "name", "apiKey", "apiSecret", "token", "agentId", "permissions");
      assertThat(key.path("token").asText())
          .isEqualTo(key.path("apiKey").asText() + "_" + key.path("apiSecret").asText());
    }
    assertThat(Folders.mode(folder.resolve("ready.json"))).isEqualTo("rw-------");
  }

  @Test
  void aSeedMakesTheSameDataEachTimeWithOtherSecrets() throws IOException {
    JsonNode one = readyFile(7);
    JsonNode again = readyFile(7);
    JsonNode other = readyFile(8);

    assertThat(withoutSecrets(again)).isEqualTo(withoutSecrets(one));
    assertThat(withoutSecrets(other)).isNotEqualTo(withoutSecrets(one));
    Set<String> secrets = new HashSet<>(secrets(one));
    assertThat(secrets).hasSize(7);
    assertThat(secrets(again)).doesNotContainAnyElementsOf(secrets);
  }

  private Child start(String... arguments) {
    List<String> all = new ArrayList<>(List.of("demo", "--port", "0", "--management-port", "0"));
    all.addAll(List.of(arguments));
    return Child.program(Map.of(), all.toArray(String[]::new));
  }

  /// What it prints until it waits: lines to run, and how its owner signs in.
  private static List<String> printed(Child demo) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line; (line = demo.out().readLine()) != null && !line.equals("Ctrl-C ends it."); ) {
      if (line.strip().startsWith("curl ") || line.contains("@")) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String sh(String line) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", line).start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(line).isZero();
    return out;
  }

  private JsonNode readyFile(long seed) throws IOException {
    Path file = folder.resolve("ready.json");
    try (Child demo = start("--seed", Long.toString(seed), "--ready-file", file.toString())) {
      assertThat(printed(demo)).as(demo.complaints()).isNotEmpty();
      return JSON.readTree(file.toFile());
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static List<String> withoutSecrets(JsonNode ready) {
    List<String> rest = new ArrayList<>();
    rest.add(ready.path("organizationId").asText());
    rest.add(ready.path("agents").toString());
    rest.add(publicPart(ready.path("managementKey").asText()));
    for (JsonNode key : ready.path("keys")) {
      rest.add(key.path("name") + " " + key.path("apiKey"));
      rest.add(key.path("agentId") + " " + key.path("permissions"));
    }
    return rest;
  }

  private static List<String> secrets(JsonNode ready) {
    List<String> secrets = new ArrayList<>();
    ready.path("keys").forEach(key -> secrets.add(key.path("apiSecret").asText()));
    String management = ready.path("managementKey").asText();
    secrets.add(management.substring(publicPart(management).length() + 1));
    return secrets;
  }

  private static String publicPart(String token) {
    return token.substring(0, token.lastIndexOf('_'));
  }
}
