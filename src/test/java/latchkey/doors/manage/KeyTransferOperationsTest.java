package latchkey.doors.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.db.TestDatabases;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys of other systems, from their digests to their use.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class KeyTransferOperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "/api/v1/keys";
  private static final String PRESENTED = "sk_live_abc123_topsecret";

  /// The digests that other programs made of [#PRESENTED], each with what finds it.
  private static final List<String> FORMS =
      List.of(
          "\"digest\":\"sha256:e64669a2296053a57c61f2df718d1f8378bf5d7ccc7e76a1efd4332db3b132fe\"",
          "\"digest\":\"hmac-sha256:92d223dbd9d7d90f3e20262e021be95b1f020994725473103e033005bf06bf4d\""
              + ",\"id\":\"sk_live_abc123\",\"hmacKey\":\"aW1wb3J0LXNlY3JldA==\"",
          "\"digest\":\"$2b$05$abcdefghijklmnopqrstuuvc/LDQszRKwzqfb3XVJnplY8LG62jN2\""
              + ",\"id\":\"sk_live_abc123\"");

  @Parameter TestDatabases engine;
  private TestServer server;
  private String manager;

  @BeforeEach
  void start() {
    server = TestServer.on(engine);
    manager = token("*");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String token(String... permissions) {
    KeyDraft draft = KeyDraft.of(server.organization(), "m", List.of(permissions));
    return server
        .keys()
        .issue(draft.limited(Limits.NONE), By.system("test"))
        .text()
        .token()
        .reveal();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + manager)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private JsonNode importKeys(boolean dryRun, String lines) {
    HttpResponse<String> response = send("POST", KEYS + "/import?dryRun=" + dryRun, lines);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response.body());
  }

  private static String line(String form) {
    return "{\"name\":\"Old key\",\"permissions\":[\"contacts.read\"]," + form + "}\n";
  }

  private int presented(String text) {
    return server
        .get("/auth?permission=contacts.read", "Authorization", "Bearer " + text)
        .statusCode();
  }

  @Test
  void anImportedKeyWorksFromItsFirstUseOnAndNoOtherTextDoes() {
    for (String form : FORMS) {
      assertThat(presented(PRESENTED)).isEqualTo(401);
      JsonNode report = importKeys(false, line(form));
      assertThat(report.path("imported").asInt()).as(report.toString()).isEqualTo(1);
      String path = KEYS + "/" + report.path("items").path(0).path("keyId").asText();
      assertThat(presented("sk_live_abc123_topsecreu")).isEqualTo(401);
      for (int i = 0; i < 3; i++) {
        assertThat(presented(PRESENTED)).as(form).isEqualTo(200);
      }
      assertThat(presented("sk_live_abc123_topsecreu")).isEqualTo(401);
      assertThat(
              server
                  .get("/auth", "X-API-Key", "sk_live_abc123", "X-API-Secret", "topsecret")
                  .statusCode())
          .isEqualTo(200);
      assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
      assertThat(presented(PRESENTED)).isEqualTo(401);
    }
  }

  @Test
  void anImportedKeyRotatesIntoOneOfOursUnderTheSameId() {
    String form = FORMS.getLast();
    JsonNode report = importKeys(false, line(form));
    String rotation =
        KEYS + "/" + report.path("items").path(0).path("keyId").asText() + "/rotation";
    JsonNode fresh = json(send("POST", rotation, "{}").body());
    assertThat(presented(PRESENTED)).isEqualTo(200);
    assertThat(presented(fresh.path("token").asText())).isEqualTo(200);
    assertThat(send("POST", rotation + "/retire", "").statusCode()).isEqualTo(200);
    assertThat(presented(PRESENTED)).isEqualTo(401);
    assertThat(presented(fresh.path("token").asText())).isEqualTo(200);
    assertThat(importKeys(false, line(form)).path("imported").asInt()).isEqualTo(1);
  }

  @Test
  void aDryRunReportsWhatAnImportWouldAndChangesNothing() {
    String lines =
        line(FORMS.getFirst())
            + line(FORMS.getFirst())
            + "not json\n\n"
            + line("\"digest\":\"md5:00\"")
            + line("\"digest\":\"$2b$05$abcdefghijklmnopqrstuuvc/LDQszRKwzqfb3XVJnplY8LG62jN2\"")
            + line(FORMS.getFirst() + ",\"colour\":\"red\"");
    JsonNode rehearsed = importKeys(true, lines);
    assertThat(rehearsed.path("imported").asInt()).isEqualTo(1);
    assertThat(presented(PRESENTED)).isEqualTo(401);
    JsonNode report = importKeys(false, lines);
    List<String> statuses = new ArrayList<>();
    report
        .path("items")
        .forEach(
            item -> statuses.add(item.path("line").asInt() + " " + item.path("status").asText()));
    assertThat(statuses)
        .containsExactly(
            "1 imported", "2 refused", "3 refused", "5 refused", "6 refused", "7 refused");
    for (int i = 1; i < 6; i++) {
      assertThat(report.path("items").path(i).path("why"))
          .isEqualTo(rehearsed.path("items").path(i).path("why"));
    }
    assertThat(presented(PRESENTED)).isEqualTo(200);
  }

  @Test
  void aManagementKeyImportsNoKeyWiderThanItself() {
    manager = token("keys.*");
    assertThat(importKeys(false, line(FORMS.getFirst())).path("refused").asInt()).isEqualTo(1);
    assertThat(presented(PRESENTED)).isEqualTo(401);
  }

  @Test
  void anExportHasEveryKeyAndNoSecret() {
    importKeys(false, line(FORMS.getFirst()));
    HttpResponse<String> export = send("GET", KEYS + "/export?state=active", "");
    assertThat(export.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<String> names = new ArrayList<>();
    export.body().lines().forEach(line -> names.add(json(line).path("name").asText()));
    assertThat(names).contains("Old key", "Production sync").doesNotContain("Contractor, expired");
    for (int i = 0; i < 3; i++) {
      String token = server.token(i);
      assertThat(export.body()).doesNotContain(token.substring(token.lastIndexOf('_')));
    }
    assertThat(export.body()).doesNotContain("e64669a2");
  }
}
