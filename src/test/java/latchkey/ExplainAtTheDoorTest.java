package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Why something was refused and what would be decided, as the manage door tells it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainAtTheDoorTest {
  private static final String DECISION = "/api/v1/decisions/{decisionId}";
  private static final String REFUSALS = "/api/v1/keys/{keyId}/refusals";
  private static final String SIMULATE = "/api/v1/simulate";

  private final TestServer server = TestServer.start();
  private final ApiFile file = ApiFile.manage(server);
  private final ManageClient admin =
      ManageClient.session(
          server, server.people().member(server.organization(), "admin_here", Role.ADMIN));
  private IssuedKey key = issue(Optional.empty(), Limits.NONE, "contacts.read");

  @BeforeEach
  void issue() {
    key = issue(Optional.empty(), Limits.of(Limit.perMinute(3)), "contacts.read");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private IssuedKey issue(Optional<String> agent, Limits limits, String... permissions) {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "key", List.of(permissions)).limited(limits);
    return server.keys().issue(agent.map(draft::forAgent).orElse(draft), By.system("test"));
  }

  private String id() {
    return key.key().id().toString();
  }

  private HttpResponse<String> use(String permission) {
    return server.get(
        "/auth?permission=" + permission, "Authorization", "Bearer " + key.text().token().reveal());
  }

  private String refused(String permission) {
    return ApiFile.read(use(permission).body()).path("decisionId").asText();
  }

  private JsonNode decision(ManageClient who, int status, String decision) {
    return file.documented(
        status, "get", DECISION, who.get(DECISION.replace("{decisionId}", decision)));
  }

  private JsonNode refusals(ManageClient who, int status, String query) {
    return file.documented(
        status, "get", REFUSALS, who.get(REFUSALS.replace("{keyId}", id()) + query));
  }

  private JsonNode simulate(ManageClient who, int status, String body) {
    return file.documented(status, "post", SIMULATE, who.send("POST", SIMULATE, body));
  }

  private static List<String> failed(JsonNode explanation) {
    return explanation
        .path("checks")
        .valueStream()
        .filter(check -> check.path("outcome").asText().equals("FAILED"))
        .map(check -> check.path("check").asText())
        .toList();
  }

  @Test
  void aRefusalIsExplainedToWhoSeesTheKey() {
    String decision = refused("contacts.delete");
    JsonNode told = decision(admin, 200, decision);
    assertThat(told.path("decisionId").asText()).isEqualTo(decision);
    assertThat(told.path("keyId").asText()).isEqualTo(id());
    assertThat(told.path("permission").asText()).isEqualTo("contacts.delete");
    assertThat(told.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(told.path("code").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(failed(told)).containsExactly("PERMISSION");
    assertThat(told.at("/changes/0").asText()).isEqualTo("grant contacts.delete");
    assertThat(told.path("valid").asBoolean()).isFalse();
    assertThat(decision(admin, 404, "dec_0000000000000000").path("code").asText())
        .isEqualTo("not_found");
  }

  @Test
  void aKeyOfOneAgentSeesOnlyTheDecisionsOfItsAgentsKeys() {
    String agent = server.agents().getFirst();
    ManageClient ofAgent = manager(Optional.of(agent));
    String others = refused("contacts.delete");
    decision(ofAgent, 404, others);
    refusals(ofAgent, 404, "");
    simulate(ofAgent, 404, "{\"keyId\":\"%s\"}".formatted(id()));
    decision(manager(Optional.empty()), 200, others);
    key = issue(Optional.of(agent), Limits.NONE, "contacts.read");
    decision(ofAgent, 200, refused("contacts.delete"));
    assertThat(refusals(ofAgent, 200, "").path("items")).hasSize(1);
  }

  private ManageClient manager(Optional<String> agent) {
    return ManageClient.key(server, issue(agent, Limits.NONE, "keys.read").text().token().reveal());
  }

  @Test
  void theRefusalsOfAKeyComeNewestFirstAndNoOthers() {
    String first = refused("contacts.delete");
    String second = refused("leads.read");
    use("contacts.read");
    JsonNode told = refusals(admin, 200, "").path("items");
    assertThat(told)
        .extracting(line -> line.path("decisionId").asText())
        .containsExactly(second, first);
    assertThat(told.get(0).path("check").asText()).isEqualTo("PERMISSION");
    assertThat(told.get(0).path("permission").asText()).isEqualTo("leads.read");
    assertThat(refusals(admin, 200, "?limit=1").path("items")).hasSize(1);
    refusals(admin, 400, "?limit=0");
  }

  @Test
  void aSimulationSaysWhatWouldBeDecidedAndSpendsNothing() {
    for (int i = 0; i < 5; i++) { // more often than its limit
      JsonNode told =
          simulate(
              admin, 200, "{\"keyId\":\"%s\",\"permission\":\"contacts.read\"}".formatted(id()));
      assertThat(told.path("code").asText()).isEqualTo("VALID");
      assertThat(told.has("decisionId")).isFalse();
    }
    assertThat(use("contacts.read").statusCode()).isEqualTo(200);
    JsonNode told =
        simulate(
            admin,
            200,
            """
            {"keyId":"%s","permission":"leads.read OR calls.read","address":"203.0.113.7",
             "agentId":"nobody","cost":4}"""
                .formatted(id()));
    assertThat(failed(told)).containsExactly("AGENT", "PERMISSION", "LIMITS");
    assertThat(told.path("code").asText()).isEqualTo("AGENT_NOT_ALLOWED");
    assertThat(told.path("changes")).hasSize(3);
    assertThat(refusals(admin, 200, "").path("items")).as("nothing was decided").isEmpty();
  }

  @Test
  void aSimulationLooksAheadAndAtTermsThatAreNotYet() {
    String question =
        """
        {"keyId":"%s","permission":"contacts.read","address":"203.0.113.7","at":"%s",
         "changes":{"expiresAt":"2031-01-01T00:00:00Z","addresses":["203.0.113.0/24"]}}""";
    assertThat(
            simulate(admin, 200, question.formatted(id(), "2030-12-31T23:59:59Z"))
                .path("code")
                .asText())
        .isEqualTo("VALID");
    assertThat(
            simulate(admin, 200, question.formatted(id(), "2031-01-01T00:00:00Z"))
                .path("code")
                .asText())
        .isEqualTo("EXPIRED");
    JsonNode stored = ApiFile.read(admin.get("/api/v1/keys/" + id()).body());
    assertThat(stored.path("version").asLong()).isEqualTo(1);
    assertThat(stored.path("addresses")).isEmpty();
  }

  @Test
  void aQuestionThatCannotBeReadIsRefusedWithAReason() {
    for (String wrong :
        List.of(
            "\"permission\":\"contacts.read AND\"",
            "\"address\":\"nowhere\"",
            "\"cost\":-1",
            "\"at\":\"tomorrow\"",
            "\"at\":\"+12345-01-01T00:00:00Z\"",
            "\"changes\":{\"permissions\":[\"nothing.such\"]}",
            "\"changes\":{\"addresses\":[\"10.0.0.1/8\"]}",
            "\"changes\":{\"color\":\"red\"}",
            "\"replay\":true")) {
      simulate(admin, 400, "{\"keyId\":\"%s\",%s}".formatted(id(), wrong));
    }
    simulate(admin, 404, "{\"keyId\":\"000000000000\"}");
  }
}
