package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The programs that docs/open-api.md shows to backend developers do what they say, each run as it
/// stands there. In CI a tool that is missing is a failure.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenExamplesTest {
  private static final Path EXAMPLES = Path.of("docs/examples/open").toAbsolutePath();

  private TestServer server;
  private String agent;
  private IssuedKey key;

  @BeforeAll
  void start() {
    server = TestServer.start();
    agent = server.agents().getFirst();
    key =
        server
            .keys()
            .issue(
                KeyDraft.of(server.organization(), "examples", List.of("contacts.*"))
                    .forAgent(agent),
                By.system("test"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void withCurl() throws Exception {
    var _ = TestTools.require("curl");
    runs("sh", "bash", "contacts.sh");
  }

  @Test
  void withNode() throws Exception {
    var _ = TestTools.require("node");
    runs("node", "node", "contacts.mjs");
  }

  @Test
  void withPython() throws Exception {
    var _ = TestTools.require("python3");
    runs("python", "python3", "contacts.py");
  }

  @Test
  void withJava() throws Exception {
    runs(
        "java",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "Contacts.java");
  }

  @Test
  void aFormIsAskedAndSubmittedWithPython() throws Exception {
    var _ = TestTools.require("python3");
    String output = output("Yes\n4\n\n", "python3", "forms.py");
    assertThat(output).contains("Customer satisfaction");
    String path = "/v1/open/forms/%s/submissions/chatbots/%s?externalReferenceId=nw-00004";
    String form = server.things().get("formId");
    JsonNode left = OpenClient.data(OpenClient.with(server, key).get(path.formatted(form, agent)));
    assertThat(left).as(output).hasSize(1);
    assertThat(left.get(0).path("answers").toString())
        .isEqualTo("{\"wouldYouRecommendUs\":\"Yes\",\"stars\":4.0}");
    assertThat(output).contains(left.get(0).path("id").asText());
  }

  /// It leaves one contact of its own in the archive, a customer by then.
  private void runs(String name, String... command) throws IOException, InterruptedException {
    String output = output("", command);
    String path = "/v1/open/contacts/chatbots/" + agent + "?archived=true&search=example-" + name;
    JsonNode left = OpenClient.data(OpenClient.with(server, key).get(path));
    assertThat(left).as(output).hasSize(1);
    assertThat(left.get(0).path("stage").asText()).isEqualTo("Customer");
    assertThat(output).contains(left.get(0).path("id").asText());
  }

  private String output(String input, String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("example", ".txt");
    Path typed = Files.writeString(Files.createTempFile("example", ".txt"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(EXAMPLES.toFile())
            .redirectErrorStream(true)
            .redirectInput(typed.toFile())
            .redirectOutput(said.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "LATCHKEY_URL", server.url(),
                "LATCHKEY_API_KEY", key.text().apiKey(),
                "LATCHKEY_API_SECRET", key.text().apiSecret().reveal(),
                "LATCHKEY_AGENT", agent,
                "LATCHKEY_CONTACT", "nw-00004"));
    Process process = builder.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("it ends").isTrue();
    String output = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
