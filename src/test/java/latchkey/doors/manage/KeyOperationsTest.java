package latchkey.doors.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import latchkey.ApiFile;
import latchkey.ManageClient;
import latchkey.TestServer;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.db.TestDatabases;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The life of a key over HTTP, by management keys.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class KeyOperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "/api/v1/keys";

  @Parameter TestDatabases engine;
  private TestServer server;
  private String manager;

  @BeforeEach
  void start() {
    server = TestServer.on(engine);
    manager = token(draft("*").limited(Limits.NONE));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KeyDraft draft(String... permissions) {
    return KeyDraft.of(server.organization(), "Test", List.of(permissions));
  }

  private String token(KeyDraft draft) {
    return server.keys().issue(draft, By.system("test")).text().token().reveal();
  }

  private HttpResponse<String> send(
      String by, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + by)
            .method(method, BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  private JsonNode done(int status, String method, String path, String body, String... headers) {
    HttpResponse<String> response = send(manager, method, path, body, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body().isEmpty() ? JSON.nullNode() : json(response);
  }

  private JsonNode create(String more) {
    return done(
        201, "POST", KEYS, "{\"name\":\"Sync\",\"permissions\":[\"contacts.read\"]" + more + "}");
  }

  private static String path(JsonNode created) {
    return KEYS + "/" + created.path("key").path("id").asText();
  }

  private int admitted(JsonNode secrets) {
    return server
        .get(
            "/auth?permission=contacts.read",
            "Authorization",
            "Bearer " + secrets.path("token").asText())
        .statusCode();
  }

  @Test
  void aKeyIsMadeWithItsSecretShownOnceAndReadAndChangedAndDeleted() {
    JsonNode created =
        create(
            """
            ,"description":"d","environment":"test","addresses":["10.0.0.0/8"],
            "limits":[{"name":"per-minute","max":5,"windowMillis":60000}],
            "expiresAt":"2100-01-31","metadata":{"team":"crm"},"tags":["prod","crm"]\
            """);
    JsonNode key = created.path("key");
    assertThat(created.path("token").asText())
        .isEqualTo(created.path("apiKey").asText() + "_" + created.path("apiSecret").asText())
        .startsWith("lk_test_" + key.path("id").asText());
    assertThat(key.path("expiresAt").asText()).isEqualTo("2100-02-01T00:00:00Z");
    assertThat(key.path("tags").toString()).isEqualTo("[\"crm\",\"prod\"]");
    assertThat(key.path("metadata").toString()).isEqualTo("{\"team\":\"crm\"}");
    HttpResponse<String> read = send(manager, "GET", path(created), "");
    assertThat(json(read)).isEqualTo(key);
    assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(read.body()).doesNotContain(created.path("apiSecret").asText());

    assertThat(admitted(created)).isEqualTo(403); // it is for another address
    JsonNode changed = done(200, "PATCH", path(created), "{\"addresses\":[],\"name\":\"New\"}");
    assertThat(changed.path("version").asLong()).isEqualTo(2);
    assertThat(changed.path("description").asText()).isEqualTo("d");
    assertThat(admitted(created)).isEqualTo(200);
    done(200, "PATCH", path(created), "{\"permissions\":[\"leads.read\"]}");
    assertThat(admitted(created)).isEqualTo(403);

    done(204, "DELETE", path(created), "");
    assertThat(admitted(created)).isEqualTo(401);
    done(404, "GET", path(created), "");
    done(404, "DELETE", path(created), "");
  }

  @Test
  void aChangeToAnotherVersionThanTheCallersIsRefusedAndOneOfTwoAdminsWins() throws Exception {
    JsonNode created = create("");
    HttpResponse<String> stale =
        send(manager, "PATCH", path(created), "{\"name\":\"x\"}", "If-Match", "\"7\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(stale.headers().firstValue("ETag")).contains("\"1\"");
    List<Callable<Integer>> admins = new ArrayList<>();
    for (String name : List.of("ann", "bob", "cid", "dan")) {
      admins.add(
          () ->
              send(
                      manager,
                      "PATCH",
                      path(created),
                      "{\"name\":\"" + name + "\"}",
                      "If-Match",
                      "\"1\"")
                  .statusCode());
    }
    assertThat(all(admins)).containsOnlyOnce(200).containsOnly(200, 412);
    done(204, "DELETE", path(created), "", "If-Match", "\"2\"");
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> one : pool.invokeAll(calls)) {
        results.add(one.get());
      }
    }
    return results;
  }

  @Test
  void fiftyRequestsWithOneIdempotencyKeyMakeOneKey() throws Exception {
    String body = "{\"name\":\"Once\",\"permissions\":[\"contacts.read\"]}";
    List<Callable<HttpResponse<String>>> calls =
        Stream.generate(
                () ->
                    (Callable<HttpResponse<String>>)
                        () -> send(manager, "POST", KEYS, body, "Idempotency-Key", "one"))
            .limit(50)
            .toList();
    List<HttpResponse<String>> answers = all(calls);
    assertThat(answers).extracting(HttpResponse::statusCode).contains(201).containsOnly(201, 409);
    assertThat(
            answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(HttpResponse::body)
                .distinct())
        .hasSize(1);
    assertThat(done(200, "GET", KEYS + "?search=Once", "").path("items")).hasSize(1);
    String other = body.replace("contacts.read", "leads.read");
    assertThat(send(manager, "POST", KEYS, other, "Idempotency-Key", "one").statusCode())
        .isEqualTo(409);
  }

  @Test
  void aListIsFilteredAndPaged() {
    for (int i = 0; i < 5; i++) {
      create(",\"tags\":[\"five\"]");
    }
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = done(200, "GET", KEYS + "?limit=2&tag=five&state=active" + cursor, "");
      page.path("items").forEach(key -> ids.add(key.path("id").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    assertThat(done(200, "GET", KEYS + "?permission=leads.delete&sort=name", "").path("items"))
        .extracting(key -> key.path("name").asText())
        .containsExactly("Management", "Office network", "Test", "Test suite");
    assertThat(done(200, "GET", KEYS + "?state=expired", "").path("items")).hasSize(1);
    done(400, "GET", KEYS + "?state=lost", "");
    done(400, "GET", KEYS + "?permission=lost.read", "");
    done(400, "GET", KEYS + "?colour=red", "");
    done(400, "GET", KEYS + "?sort=colour", "");
  }

  @Test
  void aRevocationHoldsAtOnceAndAScheduledOneCanBeTakenBack() {
    JsonNode now = create("");
    assertThat(admitted(now)).isEqualTo(200);
    JsonNode revoked = done(200, "POST", path(now) + "/revoke", "{\"reason\":\"keyCompromise\"}");
    assertThat(revoked.path("state").asText()).isEqualTo("revoked");
    assertThat(revoked.path("revocation").path("reason").asText()).isEqualTo("keyCompromise");
    assertThat(admitted(now)).isEqualTo(401);

    JsonNode later = create("");
    String at = Instant.now().plusSeconds(1_000).toString();
    JsonNode scheduled = done(200, "POST", path(later) + "/revoke", "{\"at\":\"" + at + "\"}");
    assertThat(scheduled.path("state").asText()).isEqualTo("active");
    assertThat(scheduled.has("revocation")).isTrue();
    assertThat(done(200, "DELETE", path(later) + "/revocation", "").has("revocation")).isFalse();
    done(409, "DELETE", path(later) + "/revocation", "");
    done(400, "POST", path(later) + "/revoke", "{\"reason\":\"bored\"}");
  }

  @Test
  void whatIsLeftOfALimitIsToldWithoutSpendingIt() {
    JsonNode key =
        create(",\"limits\":[{\"name\":\"per-hour\",\"max\":5,\"windowMillis\":3600000}]");
    assertThat(admitted(key)).isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      JsonNode limit = done(200, "GET", path(key) + "/limits", "").at("/items/0");
      assertThat(limit.path("remaining").asLong()).isEqualTo(4);
      assertThat(limit.path("max").asLong()).isEqualTo(5);
      assertThat(limit.has("resetAt")).isTrue();
    }
    done(404, "GET", KEYS + "/0123456789abcdef/limits", "");
  }

  @Test
  void aKeyRotatesAndTheOldSecretsUseIsSeen() {
    JsonNode old = create("");
    String rotation = path(old) + "/rotation";
    assertThat(done(200, "GET", rotation, "").path("state").asText()).isEqualTo("single");
    JsonNode fresh = done(201, "POST", rotation, "{\"quietDays\":7}");
    assertThat(fresh.path("apiKey")).isEqualTo(old.path("apiKey"));
    assertThat(admitted(old)).isEqualTo(200);
    assertThat(admitted(fresh)).isEqualTo(200);
    JsonNode standing = done(200, "GET", rotation, "");
    assertThat(standing.path("state").asText()).isEqualTo("overlapping");
    assertThat(standing.path("rotation").path("quietDays").asInt()).isEqualTo(7);
    assertThat(standing.at("/traffic/oldSecret")).hasSize(60);
    assertThat(standing.at("/traffic/newSecret")).hasSize(60);
    done(409, "POST", rotation, "{}");
    assertThat(done(200, "GET", KEYS + "?state=rotating", "").path("items")).hasSize(1);
    done(200, "POST", rotation + "/retire", "");
    assertThat(admitted(old)).isEqualTo(401);
    assertThat(admitted(fresh)).isEqualTo(200);
    done(409, "POST", rotation + "/retire", "");

    JsonNode third = done(201, "POST", rotation, "{}");
    done(200, "DELETE", rotation, "");
    assertThat(admitted(third)).isEqualTo(401);
    assertThat(admitted(fresh)).isEqualTo(200);
  }

  @Test
  void bothSecretsOfARotatingKeySpendTheSameLimits() {
    JsonNode old =
        create(",\"limits\":[{\"name\":\"per-hour\",\"max\":3,\"windowMillis\":3600000}]");
    JsonNode fresh = done(201, "POST", path(old) + "/rotation", "{}");
    assertThat(admitted(old)).isEqualTo(200);
    assertThat(admitted(fresh)).isEqualTo(200);
    assertThat(admitted(old)).isEqualTo(200);
    assertThat(admitted(fresh)).isEqualTo(429);
    assertThat(admitted(old)).isEqualTo(429);
  }

  @Test
  void manyAreRevokedTaggedAndDeletedAtOnceWithAReportForEach() {
    List<JsonNode> keys = List.of(create(""), create(""), create(""));
    List<String> ids = keys.stream().map(key -> key.path("key").path("id").asText()).toList();
    String two = "{\"ids\":[\"" + ids.get(0) + "\",\"" + ids.get(1) + "\",\"0000000000000000\"]";
    JsonNode tagged = done(200, "POST", KEYS + "/bulk/tag", two + ",\"add\":[\"batch\"]}");
    assertThat(tagged.path("items"))
        .extracting(line -> line.path("status").asText())
        .containsExactly("done", "done", "not_found");
    done(200, "POST", KEYS + "/bulk/revoke", "{\"filter\":{\"tag\":\"batch\"}}");
    assertThat(keys.stream().map(this::admitted)).containsExactly(401, 401, 200);
    assertThat(done(200, "POST", KEYS + "/bulk/revoke", two + "}").path("items"))
        .extracting(line -> line.path("status").asText())
        .containsExactly("unchanged", "unchanged", "not_found");
    done(200, "POST", KEYS + "/bulk/delete", "{\"filter\":{\"tag\":\"batch\"}}");
    assertThat(done(200, "GET", KEYS + "?tag=batch", "").path("items")).isEmpty();
    done(400, "POST", KEYS + "/bulk/delete", "{\"filter\":{}}");
    done(400, "POST", KEYS + "/bulk/delete", "{}");
  }

  @Test
  void aManagementKeyMakesNoKeyWiderThanItself() {
    manager =
        token(
            draft("keys.*", "contacts.read")
                .from(AddressList.parse(List.of("127.0.0.0/8", "::1")))
                .limited(Limits.of(Limit.perMinute(60))));
    String within = ",\"addresses\":[\"127.0.0.1\"]";
    JsonNode created = create(within);
    for (String wider : List.of("", within + ",\"limits\":[]")) {
      HttpResponse<String> refused =
          send(
              manager,
              "POST",
              KEYS,
              "{\"name\":\"x\",\"permissions\":[\"contacts.read\"]" + wider + "}");
      assertThat(refused.statusCode()).as(wider).isEqualTo(403);
      assertThat(json(refused).path("code").asText()).isEqualTo("wider_than_yourself");
    }
    String more = "{\"name\":\"x\",\"permissions\":[\"contacts.write\"]" + within + "}";
    assertThat(send(manager, "POST", KEYS, more).statusCode()).isEqualTo(403);
    done(403, "PATCH", path(created), "{\"permissions\":[\"contacts.*\"]}");
    done(200, "PATCH", path(created), "{\"name\":\"renamed\"}");
    String itself = KEYS + "/" + manager.substring("lk_live_".length()).substring(0, 16);
    done(403, "PATCH", itself, "{\"permissions\":[\"*\"]}");
  }

  @Test
  void aKeyTooWideToHoldIsNotRotatedAndOneToReadIsNotDeleted() {
    JsonNode wide = create("");
    manager = token(draft("keys.*"));
    done(403, "POST", path(wide) + "/rotation", "{}");
    manager = token(draft("keys.read"));
    done(200, "GET", path(wide), "");
    done(403, "DELETE", path(wide), "");
    assertThat(admitted(wide)).isEqualTo(200);
  }

  @Test
  void aSealedCopyIsReadAgainByWhoManagesKeysAndTheAuditLogSaysSo() {
    ManageClient owner = member(Role.OWNER);
    ManageClient admin = member(Role.ADMIN);
    String organization = "/api/v1/organizations/" + server.organization();
    assertThat(owner.send("PATCH", organization, "{\"sealedCopies\":true}").statusCode())
        .isEqualTo(200);
    JsonNode created = create("");
    String copy = path(created) + "/sealed-copy";
    ApiFile file = ApiFile.manage(server);
    JsonNode shown =
        file.documented(200, "post", KEYS + "/{keyId}/sealed-copy", admin.send("POST", copy, ""));
    assertThat(shown.path("token")).isEqualTo(created.path("token"));
    assertThat(admitted(shown)).isEqualTo(200);
    List<String> read =
        List.of("action=read", "resourceId=" + created.path("key").path("id").asText());
    JsonNode entries = json(owner.get("/api/v1/audit?" + String.join("&", read))).path("items");
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).path("description").asText())
        .isEqualTo("Read the sealed copy of the key \"Sync\"");
    assertThat(entries.get(0).toString()).doesNotContain(created.path("apiSecret").asText());

    for (Role role : List.of(Role.MANAGER, Role.MEMBER, Role.VIEWER)) {
      assertThat(member(role).send("POST", copy, "").statusCode()).isEqualTo(403);
    }
    manager = token(draft("keys.*"));
    done(403, "POST", copy, ""); // narrower than the key
    manager = token(draft("*").forAgent(server.agents().getFirst()));
    done(404, "POST", copy, "");
    assertThat(json(owner.get("/api/v1/audit?" + String.join("&", read))).path("items")).hasSize(1);
  }

  private ManageClient member(Role role) {
    return ManageClient.session(
        server, server.people().member(server.organization(), "a_" + role.text(), role));
  }

  @Test
  void withoutSealedCopiesThereIsNothingToReveal() {
    done(409, "POST", path(create("")) + "/sealed-copy", "");
  }
}
