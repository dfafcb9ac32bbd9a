package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What was asked at the doors, as the answers about usage tell it.
class UsageQuestionsTest {
  private static final String USAGE = "/api/v1/usage";
  private static final String KEY_USE = USAGE + "/keys/{keyId}";
  private static final String SELF = "/v1/keys/self";

  private final Path folder = TestServer.newFolder();
  private String token = "";
  private String keyId = "";
  private TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()));
  private final String reading = reader();

  @AfterEach
  void stop() {
    server.close();
  }

  private String reader() {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "reader", List.of("usage.read")).limited(Limits.NONE);
    return server.keys().issue(draft, By.system("test")).text().token().reveal();
  }

  /// With counts that are all in the record, for a stop leaves none in the journal.
  private ManageClient afterSomeUse() {
    token = server.token(0);
    keyId = token.split("_", -1)[2];
    for (int i = 0; i < 3; i++) {
      server.get("/auth?permission=contacts.read", "Authorization", "Bearer " + token);
    }
    server.get("/auth?permission=calls.read", "Authorization", "Bearer " + token);
    server.close();
    server = TestServer.again(folder);
    return ManageClient.key(server, reading);
  }

  private JsonNode asked(ManageClient who, String query) {
    return ApiFile.manage(server).documented(200, "get", USAGE, who.get(USAGE + query));
  }

  private static List<String> rows(JsonNode usage) {
    return usage
        .path("items")
        .valueStream()
        .map(
            row ->
                "%s %s %d"
                    .formatted(
                        row.path("action").asText(),
                        row.path("outcome").asText(),
                        row.path("count").asLong()))
        .toList();
  }

  @Test
  void theKeysOfAListAreCountedInOneAnswer() {
    ManageClient who = afterSomeUse();
    String all = USAGE + "/keys";
    JsonNode counts =
        ApiFile.manage(server)
            .documented(200, "get", all, who.get(all + "?ids=" + keyId + ",4fYq8GzT0aBcDeF1"));
    JsonNode one = counts.path("items").path(0);
    assertThat(counts.path("items")).hasSize(1); // the other one is no key of theirs
    assertThat(one.path("keyId").asText()).isEqualTo(keyId);
    for (String time : List.of("last24Hours", "last7Days", "last30Days")) {
      assertThat(one.path(time).asInt()).as(time).isEqualTo(4);
    }
    assertThat(one.path("days")).hasSize(30);
    assertThat(one.path("days").path(29).asInt()).isEqualTo(4);
    assertThat(who.get(all).statusCode()).isEqualTo(400);
  }

  @Test
  void countsAtTheDoorAreTheCountsOfTheAnswers() {
    ManageClient who = afterSomeUse();
    String key = "&keyId=" + keyId;
    for (String interval : List.of("", "&interval=minute", "&interval=hour", "&interval=day")) {
      List<String> rows = rows(asked(who, "?groupBy=action,outcome" + key + interval));
      if (interval.isEmpty()) {
        assertThat(rows)
            .containsExactly("contacts.read granted 3", "calls.read permission_denied 1");
      }
      assertThat(asked(who, "?groupBy=action,outcome" + key + interval).path("items"))
          .extracting(row -> row.path("count").asLong())
          .satisfies(
              counts -> assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(4));
    }
    assertThat(rows(asked(who, "?outcome=granted&action=contacts.read"))).containsExactly("  3");
    assertThat(asked(who, "?groupBy=key&interval=day").at("/items/0/time").asText())
        .hasSize("2026-03-01".length());
    assertThat(asked(who, "?rows=1&groupBy=action,outcome").path("more").asBoolean()).isTrue();
  }

  @Test
  void theSameIsAFileOverTime() {
    ManageClient who = afterSomeUse();
    String path = USAGE + "/export";
    HttpResponse<String> file =
        who.get(path + "?groupBy=action,outcome&interval=day&keyId=" + keyId);
    assertThat(file.statusCode()).isEqualTo(200);
    List<String> lines = file.body().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("\"time\",\"action\",\"outcome\",\"count\",\"granted\",\"cost\"");
    assertThat(lines.stream().skip(1))
        .extracting(line -> line.substring(line.indexOf(',') + 1))
        .containsExactlyInAnyOrder(
            "\"contacts.read\",\"granted\",\"3\",\"3\",\"3\"",
            "\"calls.read\",\"permission_denied\",\"1\",\"0\",\"1\"");
    ApiFile.manage(server)
        .documented(400, "get", path, who.get(path + "?interval=day&from=1700-01-01T00:00:00Z"));
  }

  @Test
  void questionsThatMakeNoSenseAreRefusedWithAReason() {
    ManageClient who = afterSomeUse();
    ApiFile file = ApiFile.manage(server);
    for (String query :
        List.of(
            "?groupBy=colour",
            "?interval=week",
            "?rows=0",
            "?keyId=a&agentId=b",
            "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "?from=2020-01-01T00:00:00Z&interval=minute")) {
      file.documented(400, "get", USAGE, who.get(USAGE + query));
    }
  }

  @Test
  void theLastUseOfAKeySaysWhenAndFromWhere() {
    ManageClient who = afterSomeUse();
    ApiFile file = ApiFile.manage(server);
    JsonNode use = file.documented(200, "get", KEY_USE, who.get(USAGE + "/keys/" + keyId));
    assertThat(use.at("/secrets/0/address").asText()).isEqualTo("127.0.0.1");
    assertThat(use.path("lastUsedAt").asText()).isNotEmpty();
    file.documented(404, "get", KEY_USE, who.get(USAGE + "/keys/0000000000000000"));
  }

  @Test
  void aHolderIsToldAboutTheKeyInAnyFormOfCredential() {
    var _ = afterSomeUse();
    ApiFile file = ApiFile.verify(server);
    JsonNode self =
        file.documented(200, "get", SELF, server.get(SELF, "Authorization", "Bearer " + token));
    assertThat(self.path("keyId").asText()).isEqualTo(keyId);
    assertThat(self.path("permissions").toString()).contains("contacts.read");
    assertThat(self.at("/usage/items/0/action").asText()).isEqualTo("contacts.read");
    assertThat(self.at("/usage/items/0/count").asLong()).isEqualTo(3);
    assertThat(self.has("lastUsedAt")).isTrue();
    // Granted before the restart, and asking spends nothing.
    for (JsonNode limit : self.path("limits")) {
      assertThat(limit.path("remaining").asLong()).isEqualTo(limit.path("limit").asLong() - 3);
    }
    assertThat(self.path("limits")).isNotEmpty();

    int end = token.lastIndexOf('_');
    JsonNode again =
        file.documented(
            200,
            "get",
            SELF,
            server.get(
                SELF,
                "X-API-Key",
                token.substring(0, end),
                "X-API-Secret",
                token.substring(end + 1)));
    assertThat(again.path("limits").path(0).path("remaining"))
        .isEqualTo(self.path("limits").path(0).path("remaining"));
    assertThat(again.toString()).doesNotContain(token.substring(end + 1));
    file.documented(401, "get", SELF, server.get(SELF));
    file.documented(401, "get", SELF, server.get(SELF, "Authorization", "Bearer nonsense"));
  }
}
