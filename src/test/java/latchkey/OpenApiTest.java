package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import latchkey.audit.By;
import latchkey.gate.Reason;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.keys.Validity;
import latchkey.people.Organization;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the verify door answers, against what its OpenAPI file says that it does.
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERIFY = "/v1/keys/verify";
  private static final String BATCH = "/v1/keys/verify/batch";
  private static final String DECISIONS = "/v1/keys/decisions/{decisionId}";

  private final TestServer server =
      TestServer.start(
          Map.of(
              Setting.VERIFY_OPEN_ON_LOOPBACK, "true",
              Setting.FAILED_CREDENTIALS_PER_MINUTE, "4",
              Setting.MAX_JSON_BODY, "16KB"));
  private final ApiFile file = ApiFile.verify(server);
  private final JsonNode api = file.api();

  @AfterEach
  void stop() {
    server.close();
  }

  // The verify door

  @Test
  void everyVerdictIsAsDocumented() {
    List<String> questions =
        List.of(
            question(0, "\"permission\":\"contacts.read\",\"address\":\"203.0.113.7\""),
            question(1, "\"cost\":6"),
            question(1, "\"cost\":5"),
            question(1, "\"cost\":1"),
            question(2, "\"address\":\"203.0.113.7\""),
            question(0, "\"agent\":\"another\""),
            question(0, "\"permission\":\"leads.delete AND contacts.*\""),
            question(4, "\"cost\":0"),
            question(5, "\"limits\":\"off\""),
            question(notYetValid(), "\"cost\":1"),
            question(ofASuspendedOrganization(), "\"cost\":1"),
            question("no key", "\"address\":\"203.0.113.9\""),
            question("no key", "\"address\":\"203.0.113.9\""),
            question("no key", "\"address\":\"203.0.113.9\""),
            question("no key", "\"address\":\"203.0.113.9\""),
            question("no key", "\"address\":\"203.0.113.9\""));
    Set<String> codes = new TreeSet<>();
    for (String question : questions) {
      codes.add(ask(question).path("code").asText());
      codes.add(ask(question.replaceFirst("}$", ",\"explain\":true}")).path("code").asText());
    }
    assertThat(codes).isEqualTo(documentedCodes());
  }

  @Test
  void theDocumentedCodesAreTheReasonsOfTheGate() {
    Set<String> codes =
        Arrays.stream(Reason.values())
            .map(Reason::code)
            .collect(Collectors.toCollection(TreeSet::new));
    codes.add("VALID");
    assertThat(documentedCodes()).isEqualTo(codes);
  }

  @Test
  void aBatchIsAsDocumented() {
    String questions = question(0, "\"cost\":1") + "," + question("no key", "\"explain\":true");
    JsonNode verdicts =
        documented(200, "post", BATCH, server.post(BATCH, "{\"keys\":[" + questions + "]}"));
    assertThat(verdicts.at("/results/0/code").asText()).isEqualTo("VALID");
    assertThat(verdicts.at("/results/1/code").asText()).isEqualTo("INVALID");

    documented(400, "post", BATCH, server.post(BATCH, "{\"keys\":[]}"));
    documented(400, "post", BATCH, server.post(BATCH, "{\"keys\":[{}]}"));
    documented(413, "post", BATCH, server.post(BATCH, "\"" + "x".repeat(17_000) + "\""));
    documented(415, "post", BATCH, posted(BATCH, "Content-Type", "text/plain"));
    documented(406, "post", BATCH, posted(BATCH, "Accept", "text/html"));
    documented(401, "post", BATCH, posted(BATCH, "Authorization", "Bearer nonsense"));
    documented(403, "post", BATCH, posted(BATCH, "Authorization", "Bearer " + server.token(0)));
  }

  @Test
  void aRefusalIsExplainedAsDocumented() {
    JsonNode refused = ask(question(0, "\"permission\":\"leads.delete\""));
    String path = "/v1/keys/decisions/" + refused.path("decisionId").asText();
    String[] manager = {"Authorization", "Bearer " + server.managementToken()};

    JsonNode explanation = documented(200, "get", DECISIONS, server.get(path, manager));
    assertThat(explanation.path("code").asText()).isEqualTo("PERMISSION_DENIED");
    String unknown = "/v1/keys/decisions/dec_0000000000000000";
    documented(404, "get", DECISIONS, server.get(unknown, manager));
    documented(401, "get", DECISIONS, server.get(path, "Authorization", "Bearer nonsense"));
    documented(
        403, "get", DECISIONS, server.get(path, "Authorization", "Bearer " + server.token(0)));
    documented(
        406,
        "get",
        DECISIONS,
        server.get(path, "Authorization", manager[1], "Accept", "text/html"));
  }

  @Test
  void malformedJsonIsRefusedWithItsPlace() {
    JsonNode problem =
        documented(400, "post", VERIFY, server.post(VERIFY, "{\"key\":\"x\",\n  \"cost\":,}"));
    assertThat(problem.path("code").asText()).isEqualTo("malformed_json");
    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isBetween(9, 11);
  }

  @Test
  void unknownFieldsAreNamed() {
    JsonNode problem =
        documented(
            400, "post", VERIFY, server.post(VERIFY, "{\"kye\":\"x\",\"key\":\"y\",\"scope\":1}"));
    assertThat(problem.path("code").asText()).isEqualTo("unknown_fields");
    assertThat(problem.path("detail").asText()).contains("kye", "scope");
    assertThat(problem.at("/fields/0/field").asText()).isEqualTo("kye");
  }

  @Test
  void refusalsOfTheVerifyDoorAreAsDocumented() {
    documented(400, "post", VERIFY, server.post(VERIFY, "{}"));
    documented(400, "post", VERIFY, server.post(VERIFY, ""));
    documented(400, "post", VERIFY, server.post(VERIFY, question(0, "\"cost\":-1")));
    documented(400, "post", VERIFY, server.post(VERIFY, question(0, "\"permission\":\"(a\"")));
    documented(413, "post", VERIFY, server.post(VERIFY, "\"" + "x".repeat(17_000) + "\""));
    documented(415, "post", VERIFY, posted(VERIFY, "Content-Type", "text/plain"));
    documented(406, "post", VERIFY, posted(VERIFY, "Accept", "text/html"));
    documented(401, "post", VERIFY, posted(VERIFY, "Authorization", "Bearer nonsense"));
    documented(403, "post", VERIFY, posted(VERIFY, "Authorization", "Bearer " + server.token(0)));
    documented(400, "post", VERIFY, posted(VERIFY, "X-API-Key", "another"));
  }

  // Forward-auth

  @Test
  void forwardAuthIsAsDocumented() {
    HttpResponse<String> granted = auth("?permission=contacts.read", server.token(0));
    documented(200, "get", "/auth", granted);
    for (String header : ApiFile.names(api.at("/paths/~1auth/get/responses/200/headers"))) {
      assertThat(granted.headers().firstValue(header)).as(header).isPresent();
    }
    HttpResponse<String> twice =
        server.get("/auth", "Authorization", "Bearer x", "X-API-Key", "another");
    documented(400, "get", "/auth", twice);
    documented(401, "get", "/auth", server.get("/auth"));
    documented(401, "get", "/auth", auth("", "nonsense"));
    documented(401, "get", "/auth", auth("", server.token(4)));
    documented(403, "get", "/auth", auth("?permission=leads.delete", server.token(0)));
    documented(403, "get", "/auth", auth("", server.token(2)));
    documented(403, "get", "/auth", auth("", ofASuspendedOrganization()));
    documented(403, "get", "/auth", auth("?cost=6", server.token(1)));
    documented(200, "get", "/auth", auth("?cost=5", server.token(1)));
    HttpResponse<String> limited = auth("", server.token(1));
    documented(429, "get", "/auth", limited);
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    documented(400, "get", "/auth", auth("?permision=contacts.read", server.token(0)));
    documented(400, "get", "/auth", auth("?permission=(", server.token(0)));
  }

  @Test
  void aFloodOfWrongKeysIsRefusedAsDocumented() {
    for (int i = 0; i < 4; i++) {
      documented(401, "get", "/auth", auth("", "nonsense"));
    }
    JsonNode problem = documented(429, "get", "/auth", auth("", "nonsense"));
    assertThat(problem.path("code").asText()).isEqualTo("TOO_MANY_FAILURES");
  }

  // The description itself

  @Test
  void theFileIsServedAsYamlAndAsJson() throws IOException {
    HttpResponse<String> json = server.get("/openapi/verify.json");
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JSON.readTree(json.body())).isEqualTo(api);
    assertThat(api.path("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void thePageShowsEveryPathAndSchema() {
    assertThat(server.get("/openapi").headers().firstValue("Location")).hasValue("/docs");
    assertThat(server.get("/docs/verify").body())
        .contains(ApiFile.names(api.path("paths")))
        .contains(ApiFile.names(api.at("/components/schemas")));
  }

  // Asking

  private String question(int key, String more) {
    return question(server.token(key), more);
  }

  private static String question(String key, String more) {
    return "{\"key\":\"" + key + "\"," + more + "}";
  }

  /// As the operator, who sees every organization.
  private JsonNode ask(String question) {
    return documented(
        200,
        "post",
        VERIFY,
        server.send(
            HttpRequest.newBuilder(URI.create(server.url() + VERIFY))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question))));
  }

  /// A good question, but for one header.
  private HttpResponse<String> posted(String path, String header, String value) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .setHeader("Authorization", "Bearer " + server.managementToken())
            .setHeader("Content-Type", "application/json")
            .setHeader(header, value);
    return server.send(request.POST(BodyPublishers.ofString(question(0, "\"cost\":1"))));
  }

  private HttpResponse<String> auth(String query, String token) {
    return server.get("/auth" + query, "Authorization", "Bearer " + token);
  }

  private String notYetValid() {
    return issue(
        KeyDraft.of(server.data().organization().id(), "later", List.of("contacts.read"))
            .valid(Validity.from(System.currentTimeMillis() + 3_600_000)));
  }

  private String ofASuspendedOrganization() {
    String id = "org_suspended_" + System.nanoTime();
    server.server().rooms().organizations().create(Organization.named(id, "Suspended", "lk"));
    String token = issue(KeyDraft.of(id, "suspended", List.of("contacts.read")));
    server
        .server()
        .rooms()
        .organizations()
        .setStatus(id, Organization.Status.SUSPENDED, By.system("test"));
    return token;
  }

  private String issue(KeyDraft draft) {
    IssuedKey issued =
        server
            .server()
            .rooms()
            .keys()
            .issue(draft, PublicId.random(new SecureRandom()), By.system("test"));
    return issued.text().token().reveal();
  }

  // Judging

  private JsonNode documented(
      int status, String method, String path, HttpResponse<String> response) {
    return file.documented(status, method, path, response);
  }

  private Set<String> documentedCodes() {
    Set<String> codes = new TreeSet<>();
    api.at("/components/schemas/Code/enum").forEach(code -> codes.add(code.asText()));
    return codes;
  }
}
