package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys at the manage door, against what the OpenAPI file says of them.
class ManagedKeysTest {
  private static final String KEYS = "/api/v1/keys";
  private static final String KEY = KEYS + "/{keyId}";

  private final TestServer server = TestServer.start();
  private final ApiFile file = ApiFile.manage(server);
  private final ManageClient manager =
      ManageClient.key(
          server,
          server
              .keys()
              .issue(
                  KeyDraft.of(server.organization(), "manager", List.of("*")).limited(Limits.NONE),
                  By.system("test"))
              .text()
              .token()
              .reveal());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theLifeOfAKeyIsAsDocumented() {
    JsonNode made = create();
    String path = KEYS + "/" + made.at("/key/id").asText();
    asked(200, "get", KEY, path, "");
    asked(200, "get", KEYS, KEYS + "?state=active&search=sync&sort=name&limit=1", "");
    asked(400, "get", KEYS, KEYS + "?sort=size", "");
    asked(200, "patch", KEY, path, "{\"name\":\"Nightly\",\"expiresAt\":null,\"tags\":[\"a\"]}");
    asked(409, "post", KEY + "/sealed-copy", path + "/sealed-copy", "");
    asked(200, "get", KEY + "/rotation", path + "/rotation", "");
    asked(201, "post", KEY + "/rotation", path + "/rotation", "{\"quietDays\":7}");
    asked(200, "get", KEY + "/rotation", path + "/rotation", "");
    asked(200, "delete", KEY + "/rotation", path + "/rotation", "");
    asked(201, "post", KEY + "/rotation", path + "/rotation", "{}");
    asked(200, "post", KEY + "/rotation/retire", path + "/rotation/retire", "");
    asked(409, "post", KEY + "/rotation/retire", path + "/rotation/retire", "");
    asked(200, "post", KEY + "/revoke", path + "/revoke", "{\"at\":\"2099-01-01T00:00:00Z\"}");
    asked(200, "delete", KEY + "/revocation", path + "/revocation", "");
    asked(200, "post", KEY + "/revoke", path + "/revoke", "{\"reason\":\"keyCompromise\"}");
    asked(409, "delete", KEY + "/revocation", path + "/revocation", "");
    asked(204, "delete", KEY, path, "");
    asked(404, "get", KEY, path, "");
  }

  @Test
  void whatIsWrongWithAKeyIsSaidFieldByFieldBeforeAndWhenItIsMade() {
    String wrong =
        "{\"name\":\" \",\"permissions\":[\"contacts.fly\"],\"addresses\":[\"10.0.0.1/8\"],"
            + "\"expiresAt\":\"soon\"}";
    String check = KEYS + "/check";
    assertThat(fields(asked(200, "post", check, check, wrong)))
        .containsExactly("name", "permissions", "addresses", "expiresAt");
    assertThat(fields(asked(400, "post", KEYS, KEYS, wrong)))
        .containsExactly("name", "permissions", "addresses", "expiresAt");
    assertThat(fields(asked(200, "post", check, check, "{\"name\":\"Right\"}"))).isEmpty();
    String path = KEYS + "/" + create().at("/key/id").asText();
    assertThat(fields(asked(400, "patch", KEY, path, "{\"addresses\":[\"x\"]}")))
        .containsExactly("addresses");
  }

  private static List<String> fields(JsonNode answer) {
    return answer.path("fields").valueStream().map(one -> one.path("field").asText()).toList();
  }

  @Test
  void theListTellsKeysThatHaveEndedFromTheOthers() {
    String id = create().at("/key/id").asText();
    String ended = KEYS + "?state=ended&search=" + id;
    String current = KEYS + "?state=current&search=" + id;
    assertThat(asked(200, "get", KEYS, current, "").path("items")).hasSize(1);
    assertThat(asked(200, "get", KEYS, ended, "").path("items")).isEmpty();
    asked(200, "post", KEY + "/revoke", KEYS + "/" + id + "/revoke", "{}");
    assertThat(asked(200, "get", KEYS, current, "").path("items")).isEmpty();
    assertThat(asked(200, "get", KEYS, ended, "").path("items")).hasSize(1);
  }

  @Test
  void manyAtOnceAreAsDocumented() {
    String id = create().at("/key/id").asText();
    String ids = "\"ids\":[\"" + id + "\",\"4fYq8GzT0aBcDeF1\"]";
    String bulk = KEYS + "/bulk/";
    JsonNode tagged =
        asked(200, "post", bulk + "tag", bulk + "tag", "{" + ids + ",\"add\":[\"old\"]}");
    assertThat(tagged.at("/items/0/status").asText()).isEqualTo("done");
    assertThat(tagged.at("/items/1/status").asText()).isEqualTo("not_found");
    asked(200, "post", bulk + "revoke", bulk + "revoke", "{\"filter\":{\"tag\":\"old\"}}");
    asked(400, "post", bulk + "revoke", bulk + "revoke", "{\"filter\":{}}");
    asked(200, "post", bulk + "delete", bulk + "delete", "{" + ids + "}");
  }

  @Test
  void aManagerOfOneAgentSeesAndMakesThatAgentsKeysOnly() {
    String mine = server.agents().getFirst();
    String other = server.agents().getLast();
    KeyDraft draft =
        KeyDraft.of(server.organization(), "bound", List.of("keys.*", "contacts.read"))
            .limited(Limits.NONE);
    ManageClient bound =
        ManageClient.key(
            server,
            server.keys().issue(draft.forAgent(mine), By.system("test")).text().token().reveal());
    String foreign = create().at("/key/id").asText(); // the whole organization's
    JsonNode all = file.documented(200, "get", KEYS, bound.get(KEYS + "?limit=100"));
    assertThat(all.path("items"))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(key.path("agentId").asText()).isEqualTo(mine));
    file.documented(404, "get", KEY, bound.get(KEYS + "/" + foreign));
    file.documented(404, "delete", KEY, bound.send("DELETE", KEYS + "/" + foreign, ""));
    file.documented(
        404,
        "post",
        KEY + "/rotation",
        bound.send("POST", KEYS + "/" + foreign + "/rotation", "{}"));
    String bulk = KEYS + "/bulk/revoke";
    JsonNode report =
        file.documented(
            200, "post", bulk, bound.send("POST", bulk, "{\"ids\":[\"" + foreign + "\"]}"));
    assertThat(report.at("/items/0/status").asText()).isEqualTo("not_found");

    String wanted = "{\"name\":\"Mine\",\"permissions\":[\"contacts.read\"]%s}";
    JsonNode made =
        file.documented(201, "post", KEYS, bound.send("POST", KEYS, wanted.formatted("")));
    assertThat(made.at("/key/agentId").asText()).isEqualTo(mine);
    String forOther = wanted.formatted(",\"agentId\":\"" + other + "\"");
    file.documented(403, "post", KEYS, bound.send("POST", KEYS, forOther));
    file.documented(
        403,
        "post",
        KEYS,
        bound.send("POST", KEYS, wanted.replace("contacts.read", "leads.read").formatted("")));
  }

  @Test
  void aRepeatShowsTheSecretAgainToTheSameCallerOnly() {
    String body = "{\"name\":\"Once\",\"permissions\":[\"contacts.read\"]}";
    HttpResponse<String> first = manager.send("POST", KEYS, body, "Idempotency-Key", "k");
    HttpResponse<String> again = manager.send("POST", KEYS, body, "Idempotency-Key", "k");
    String token = file.documented(201, "post", KEYS, first).path("token").asText();
    assertThat(file.documented(201, "post", KEYS, again).path("token").asText()).isEqualTo(token);
    assertThat(server.get("/auth", "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
    String kept =
        server
            .server()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("SELECT hex(answer) FROM idempotency WHERE org_id = :org")
                        .bind("org", server.organization())
                        .mapTo(String.class)
                        .one());
    assertThat(kept).isNotEmpty().doesNotContain(hex(token));
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode create() {
    return asked(
        201,
        "post",
        KEYS,
        KEYS,
        "{\"name\":\"Sync\",\"permissions\":[\"contacts.read\"],\"expiresAt\":\"2099-12-31\","
            + "\"addresses\":[\"127.0.0.1\"],\"metadata\":{\"team\":\"blue\"}}");
  }

  private JsonNode asked(int status, String method, String documented, String path, String body) {
    return file.documented(
        status, method, documented, manager.send(method.toUpperCase(Locale.ROOT), path, body));
  }
}
