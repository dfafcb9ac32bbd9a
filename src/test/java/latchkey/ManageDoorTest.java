package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.agents.Agents;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.people.Role;
import latchkey.people.TestPeople.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is the same for all operations of the manage door, and organizations and agents there.
class ManageDoorTest {
  private static final String AGENTS = "/api/v1/agents";
  private static final String AGENT = AGENTS + "/{agentId}";
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final String ORGANIZATION = ORGANIZATIONS + "/{organizationId}";
  private static final String NEW = "{\"name\":\"Support\"}";

  private final TestServer server = TestServer.start();
  private final ApiFile file = ApiFile.manage(server);
  private final ManageClient key = ManageClient.key(server, token(Limits.NONE, "*"));

  @AfterEach
  void stop() {
    server.close();
  }

  private String token(Limits limits, String... permissions) {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "manager", List.of(permissions)).limited(limits);
    return server.keys().issue(draft, By.system("test")).text().token().reveal();
  }

  private ManageClient member(Role role) {
    return ManageClient.session(server, signedIn(role));
  }

  private SignedIn signedIn(Role role) {
    return server.people().member(server.organization(), role.text(), role);
  }

  // Who asks

  @Test
  void aRequestShowsExactlyOneCredential() {
    SignedIn ann = signedIn(Role.OWNER);
    documented(401, "get", AGENTS, ManageClient.nobody(server).get(AGENTS));
    documented(200, "get", AGENTS, ManageClient.session(server, ann).get(AGENTS));
    documented(200, "get", AGENTS, key.get(AGENTS));
    JsonNode both =
        documented(400, "get", AGENTS, key.send("GET", AGENTS, "", "Cookie", ann.cookie()));
    assertThat(both.path("code").asText()).isEqualTo("INVALID_CREDENTIAL_HEADERS");
    String two = ann.cookie() + "; latchkey_session=another";
    documented(
        400, "get", AGENTS, ManageClient.nobody(server).send("GET", AGENTS, "", "Cookie", two));
    documented(
        401,
        "get",
        AGENTS,
        ManageClient.nobody(server).send("GET", AGENTS, "", "Cookie", "latchkey_session=nonsense"));
  }

  @Test
  void aManagementKeyIsCountedLimitedAndTold() {
    ManageClient limited =
        ManageClient.key(server, token(Limits.of(Limit.perMinute(1)), "agents.read"));
    HttpResponse<String> first = limited.get(AGENTS);
    documented(200, "get", AGENTS, first);
    assertThat(first.headers().firstValue("RateLimit"))
        .hasValueSatisfying(r -> assertThat(r).contains("r=0"));
    HttpResponse<String> second = limited.get(AGENTS);
    documented(429, "get", AGENTS, second);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aKeyOfOneAgentDoesNotManage() {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "bound", List.of("*"))
            .forAgent(server.agents().getFirst());
    String token = server.keys().issue(draft, By.system("test")).text().token().reveal();
    JsonNode problem = documented(403, "get", AGENTS, ManageClient.key(server, token).get(AGENTS));
    assertThat(problem.path("code").asText()).isEqualTo("AGENT_NOT_ALLOWED");
  }

  @Test
  void aChangeBySessionIsMeant() {
    SignedIn ann = signedIn(Role.OWNER);
    ManageClient browser = new ManageClient(server, List.of("Cookie", ann.cookie()));
    JsonNode problem = documented(403, "post", AGENTS, browser.send("POST", AGENTS, NEW));
    assertThat(problem.path("code").asText()).isEqualTo("csrf_required");
    documented(403, "post", AGENTS, browser.send("POST", AGENTS, NEW, "Latchkey-Csrf", "nonsense"));
    documented(
        403, "post", AGENTS, browser.send("POST", AGENTS, NEW, "Origin", "https://evil.example"));
    documented(403, "post", AGENTS, browser.send("POST", AGENTS, NEW, "Origin", "null"));
    documented(201, "post", AGENTS, browser.send("POST", AGENTS, NEW, "Origin", server.url()));
    documented(
        201,
        "post",
        AGENTS,
        browser.send("POST", AGENTS, NEW, "Latchkey-Csrf", ann.session().csrfToken()));
  }

  @Test
  void aRoleWithoutTheRightIsRefusedAndToldWhichItLacks() {
    JsonNode problem =
        documented(403, "post", AGENTS, member(Role.VIEWER).send("POST", AGENTS, NEW));
    assertThat(problem.path("right").asText()).isEqualTo("AGENTS_MANAGE");
    documented(
        403,
        "post",
        AGENTS,
        ManageClient.key(server, token(Limits.NONE, "agents.read")).send("POST", AGENTS, NEW));
  }

  @Test
  void noAnswerIsKeptByAnyCache() {
    assertThat(key.get(AGENTS).headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(ManageClient.nobody(server).get(AGENTS).headers().firstValue("Cache-Control"))
        .hasValue("no-store");
  }

  // What is asked

  @Test
  void whatIsNotUnderstoodIsRefusedAndNamed() {
    JsonNode fields =
        documented(
            400, "post", AGENTS, key.send("POST", AGENTS, "{\"name\":\"A\",\"nmae\":1,\"b\":2}"));
    assertThat(fields.path("detail").asText()).contains("nmae", "b");
    JsonNode parameters = documented(400, "get", AGENTS, key.get(AGENTS + "?stauts=active"));
    assertThat(parameters.path("detail").asText()).contains("stauts");
    documented(400, "get", AGENTS, key.get(AGENTS + "?status=active&status=paused"));
    documented(400, "get", AGENTS, key.get(AGENTS + "?search=%00"));
    documented(400, "get", AGENTS, key.get(AGENTS + "?status=gone"));
    documented(400, "post", AGENTS, key.send("POST", AGENTS, "{\"kind\":\"general\"}"));
    documented(400, "post", AGENTS, key.send("POST", AGENTS, "{\"name\":\" \"}"));
    documented(400, "post", AGENTS, key.send("POST", AGENTS, "{\"name\":\"a\\u0000b\"}"));
    documented(400, "post", AGENTS, key.send("POST", AGENTS, "{"));
    documented(415, "post", AGENTS, key.send("POST", AGENTS, NEW, "Content-Type", "text/plain"));
    documented(406, "get", AGENTS, key.send("GET", AGENTS, "", "Accept", "text/html"));
  }

  @Test
  void aListComesInPages() {
    for (int i = 0; i < 5; i++) {
      documented(201, "post", AGENTS, key.send("POST", AGENTS, "{\"name\":\"Page " + i + "\"}"));
    }
    List<String> names = new ArrayList<>();
    String path = AGENTS + "?search=page&limit=2";
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      String cursor = next.get().isEmpty() ? "" : "&cursor=" + next.get();
      JsonNode page = documented(200, "get", AGENTS, key.get(path + cursor));
      page.path("items").forEach(item -> names.add(item.path("name").asText()));
      next = Optional.ofNullable(page.path("next").textValue());
    }
    assertThat(names).containsExactly("Page 4", "Page 3", "Page 2", "Page 1", "Page 0");
  }

  @Test
  void aCursorIsOfItsListOnly() {
    JsonNode page = documented(200, "get", AGENTS, key.get(AGENTS + "?limit=1"));
    String next = page.path("next").asText();
    documented(200, "get", AGENTS, key.get(AGENTS + "?limit=5&cursor=" + next));
    for (String wrong :
        List.of("&cursor=" + next + "x", "&cursor=!", "&cursor=", "&search=a&cursor=" + next)) {
      JsonNode problem = documented(400, "get", AGENTS, key.get(AGENTS + "?limit=1" + wrong));
      assertThat(problem.path("code").asText()).as(wrong).isEqualTo("invalid_cursor");
    }
    for (String wrong : List.of("0", "101", "x", "")) {
      documented(400, "get", AGENTS, key.get(AGENTS + "?limit=" + wrong));
    }
  }

  // Versions

  @Test
  void ofTwoWhoChangeTheSameVersionTheSecondIsTold() {
    HttpResponse<String> made = key.send("POST", AGENTS, NEW);
    JsonNode agent = documented(201, "post", AGENTS, made);
    String path = made.headers().firstValue("Location").orElseThrow();
    assertThat(path).isEqualTo(AGENTS + "/" + agent.path("id").asText());
    String etag = key.get(path).headers().firstValue("ETag").orElseThrow();
    assertThat(made.headers().firstValue("ETag")).hasValue(etag);

    HttpResponse<String> first = key.send("PATCH", path, "{\"name\":\"One\"}", "If-Match", etag);
    documented(200, "patch", AGENT, first);
    HttpResponse<String> second = key.send("PATCH", path, "{\"name\":\"Two\"}", "If-Match", etag);
    documented(412, "patch", AGENT, second);
    assertThat(second.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
    documented(412, "delete", AGENT, key.send("DELETE", path, "", "If-Match", etag));
    documented(412, "delete", AGENT, key.send("DELETE", path, "", "If-Match", "1"));
    documented(412, "delete", AGENT, key.send("DELETE", path, "", "If-Match", "W/\"2\""));
    assertThat(documented(200, "get", AGENT, key.get(path)).path("name").asText()).isEqualTo("One");
    documented(204, "delete", AGENT, key.send("DELETE", path, "", "If-Match", "*"));
    documented(404, "get", AGENT, key.get(path));
  }

  // Repeats

  @Test
  void aRepeatIsAnsweredAndNotDone() {
    HttpResponse<String> first = create("k1", NEW);
    HttpResponse<String> again = create("k1", NEW);
    documented(201, "post", AGENTS, first);
    documented(201, "post", AGENTS, again);
    assertThat(again.body()).isEqualTo(first.body());
    for (String header : List.of("Location", "ETag", "Content-Type")) {
      assertThat(again.headers().firstValue(header)).isEqualTo(first.headers().firstValue(header));
    }
    JsonNode other = documented(409, "post", AGENTS, create("k1", "{\"name\":\"Other\"}"));
    assertThat(other.path("code").asText()).isEqualTo("idempotency_key_used");
    documented(201, "post", AGENTS, create("k2", NEW));
    documented(400, "post", AGENTS, create("with blank", NEW));
    assertThat(made("Support")).isEqualTo(2);
  }

  @Test
  void aRefusedOneMayBeTriedAgainUnderTheSameKey() {
    documented(400, "post", AGENTS, create("k", "{\"name\":\" \"}"));
    documented(201, "post", AGENTS, create("k", NEW));
  }

  @Test
  void fiftyAtOnceWithOneKeyCreateOne() throws Exception {
    List<Callable<HttpResponse<String>>> tries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tries.add(() -> create("k", NEW));
    }
    List<String> bodies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> one : threads.invokeAll(tries)) {
        HttpResponse<String> response = one.get();
        if (response.statusCode() == 201) {
          bodies.add(response.body());
        } else {
          documented(409, "post", AGENTS, response);
          assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        }
      }
    }
    assertThat(bodies).isNotEmpty();
    assertThat(bodies.stream().distinct()).hasSize(1);
    assertThat(made("Support")).isEqualTo(1);
  }

  private HttpResponse<String> create(String name, String json) {
    return key.send("POST", AGENTS, json, "Idempotency-Key", name);
  }

  private int made(String search) {
    Agents.Filter filter = new Agents.Filter(Optional.empty(), Optional.of(search));
    return (int)
        server
            .server()
            .rooms()
            .agents()
            .list(server.organization(), filter, Optional.empty(), 100)
            .stream()
            .filter(agent -> agent.name().equals(search))
            .count();
  }

  // Agents

  @Test
  void anAgentIsChangedCopiedArchivedAndDeletedWithItsKeys() {
    String body =
        "{\"name\":\"Ann\",\"kind\":\"medical\",\"voiceId\":\"v1\",\"phoneNumber\":\"+14155550123\"}";
    JsonNode made = documented(201, "post", AGENTS, key.send("POST", AGENTS, body));
    String path = AGENTS + "/" + made.path("id").asText();
    JsonNode changed =
        documented(
            200, "patch", AGENT, key.send("PATCH", path, "{\"prompt\":\"Hm.\",\"voiceId\":null}"));
    assertThat(changed.path("prompt").asText()).isEqualTo("Hm.");
    assertThat(changed.has("voiceId")).isFalse();
    assertThat(changed.path("phoneNumber").asText()).isEqualTo("+14155550123");
    documented(
        400, "patch", AGENT, key.send("PATCH", path, "{\"name\":null,\"kind\":\"general\"}"));
    JsonNode copy =
        documented(201, "post", AGENT + "/duplicate", key.send("POST", path + "/duplicate", ""));
    assertThat(copy.path("name").asText()).isEqualTo("Copy of Ann");

    KeyDraft draft =
        KeyDraft.of(server.organization(), "bound", List.of("contacts.read"))
            .forAgent(made.path("id").asText());
    String bound = server.keys().issue(draft, By.system("test")).text().token().reveal();
    assertThat(auth(bound)).isEqualTo(200);
    assertThat(documented(200, "get", AGENT, key.get(path)).path("workingKeys").asInt())
        .isEqualTo(1);
    assertThat(listed(AGENTS + "?search=Ann").path("workingKeys").asInt()).isEqualTo(1);
    assertThat(listed(AGENTS + "?search=Ann&workingKeys=false").has("workingKeys")).isFalse();
    documented(400, "get", AGENTS, key.get(AGENTS + "?workingKeys=some"));
    become(path, "archived");
    assertThat(auth(bound)).isEqualTo(403);
    documented(409, "patch", AGENT, key.send("PATCH", path, "{\"name\":\"x\"}"));
    become(path, "active");
    become(path, "paused");
    assertThat(auth(bound)).isEqualTo(200);
    documented(204, "delete", AGENT, key.send("DELETE", path, ""));
    assertThat(auth(bound)).isEqualTo(401); // revoked
  }

  /// The last of a list, which is the oldest.
  private JsonNode listed(String path) {
    JsonNode items = documented(200, "get", AGENTS, key.get(path)).path("items");
    return items.get(items.size() - 1);
  }

  private void become(String path, String status) {
    JsonNode agent =
        documented(
            200,
            "put",
            AGENT + "/status",
            key.send("PUT", path + "/status", "{\"status\":\"" + status + "\"}"));
    assertThat(agent.path("status").asText()).isEqualTo(status);
  }

  private int auth(String token) {
    return server.get("/auth", "Authorization", "Bearer " + token).statusCode();
  }

  // Organizations

  @Test
  void theOwnerChangesTheOrganization() {
    ManageClient owner = member(Role.OWNER);
    String path = ORGANIZATIONS + "/" + server.organization();
    HttpResponse<String> shown = owner.get(path);
    documented(200, "get", ORGANIZATION, shown);
    String etag = shown.headers().firstValue("ETag").orElseThrow();
    String changes =
        """
        {"name":"Southwind","timeZone":"Europe/Berlin","defaultRegion":"DE",
         "billingContact":"pay@example.com","ownResources":[{"name":"invoices","actions":["read"]}]}
        """;
    JsonNode changed =
        documented(
            200, "patch", ORGANIZATION, owner.send("PATCH", path, changes, "If-Match", etag));
    assertThat(changed.path("name").asText()).isEqualTo("Southwind");
    assertThat(changed.path("timeZone").asText()).isEqualTo("Europe/Berlin");
    documented(412, "patch", ORGANIZATION, owner.send("PATCH", path, changes, "If-Match", etag));
    JsonNode none =
        documented(
            200, "patch", ORGANIZATION, owner.send("PATCH", path, "{\"billingContact\":null}"));
    assertThat(none.has("billingContact")).isFalse();
    for (String wrong :
        List.of(
            "{\"name\":\"ab\"}",
            "{\"timeZone\":\"Mars\"}",
            "{\"keyPrefix\":\"!\"}",
            "{\"plan\":\"pro\"}",
            "{\"status\":\"active\"}",
            "{\"ownResources\":[{\"name\":\"keys\",\"actions\":[\"read\"]}]}")) {
      documented(400, "patch", ORGANIZATION, owner.send("PATCH", path, wrong));
    }
  }

  @Test
  void theOperatorRunsOrganizationsAndReadsNothingOfThem() {
    ManageClient operator = ManageClient.session(server, server.people().operator("op"));
    HttpResponse<String> made =
        operator.send("POST", ORGANIZATIONS, "{\"name\":\"Westwind\",\"keyPrefix\":\"ww\"}");
    JsonNode organization = documented(201, "post", ORGANIZATIONS, made);
    String path = made.headers().firstValue("Location").orElseThrow();
    assertThat(path).isEqualTo(ORGANIZATIONS + "/" + organization.path("id").asText());
    JsonNode custom =
        documented(
            200,
            "put",
            ORGANIZATION + "/plan",
            operator.send(
                "PUT",
                path + "/plan",
                "{\"plan\":\"custom\",\"limits\":[{\"name\":\"per-day\",\"max\":7,\"windowMillis\":86400000}]}"));
    assertThat(custom.at("/limits/0/max").asLong()).isEqualTo(7);
    documented(
        400,
        "put",
        ORGANIZATION + "/plan",
        operator.send("PUT", path + "/plan", "{\"plan\":\"custom\"}"));
    assertThat(documented(200, "get", ORGANIZATIONS, operator.get(ORGANIZATIONS)).path("items"))
        .hasSize(2);
    documented(403, "get", ORGANIZATION, operator.get(path));
    documented(403, "get", AGENTS, operator.get(AGENTS));
  }

  @Test
  void aSuspendedOrganizationsPeopleAndKeysAreRefusedUntilItIsActive() {
    ManageClient operator = ManageClient.session(server, server.people().operator("op"));
    ManageClient owner = member(Role.OWNER);
    String path = ORGANIZATIONS + "/" + server.organization() + "/status";
    documented(
        200,
        "put",
        ORGANIZATION + "/status",
        operator.send("PUT", path, "{\"status\":\"suspended\"}"));
    documented(403, "get", AGENTS, owner.get(AGENTS));
    documented(403, "get", AGENTS, key.get(AGENTS));
    documented(
        200,
        "put",
        ORGANIZATION + "/status",
        operator.send("PUT", path, "{\"status\":\"active\"}"));
    documented(200, "get", AGENTS, owner.get(AGENTS));
    documented(200, "get", AGENTS, key.get(AGENTS));
  }

  @Test
  void somebodyOfTwoOrganizationsGoesFromOneToTheOtherUnderANewCookie() {
    String me = "/api/v1/me/organization";
    String second = "org_second";
    server.server().rooms().organizations().create(Organization.named(second, "Second", "se"));
    SignedIn ann = signedIn(Role.OWNER);
    ManageClient before = ManageClient.session(server, ann);
    String entering = "{\"organizationId\":\"" + second + "\"}";
    documented(404, "put", me, before.send("PUT", me, entering));
    server.people().join(second, ann.session().person().id(), Role.VIEWER);

    HttpResponse<String> entered = before.send("PUT", me, entering, "X-Forwarded-Proto", "https");
    JsonNode there = documented(200, "put", me, entered);
    String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("latchkey_session=")
        .contains("; HttpOnly")
        .contains("; SameSite=Lax")
        .contains("; Secure");
    documented(401, "get", AGENTS, before.get(AGENTS));
    ManageClient after =
        new ManageClient(
            server,
            List.of(
                "Cookie",
                cookie.substring(0, cookie.indexOf(';')),
                "Latchkey-Csrf",
                there.path("csrfToken").asText()));
    assertThat(documented(200, "get", AGENTS, after.get(AGENTS)).path("items")).isEmpty();
    documented(403, "post", AGENTS, after.send("POST", AGENTS, NEW));
  }

  private JsonNode documented(
      int status, String method, String path, HttpResponse<String> response) {
    return file.documented(status, method, path, response);
  }
}
