package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Forms at the manage door of a real server, each answer as its OpenAPI file says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormsAtTheDoorTest {
  private static final String ALL = "/api/v1/agents/{agentId}/forms";
  private static final String ONE = ALL + "/{formId}";
  private static final String SUBMISSIONS = ONE + "/submissions";
  private static final String OF_CONTACT =
      "/api/v1/agents/{agentId}/contacts/{contactId}/submissions";
  private static final String NEWSLETTER =
      """
      {"name": "Newsletter", "state": "published", "fields": [
        {"label": "Email", "type": "email", "required": true, "fills": "email"},
        {"label": "Topics", "type": "multi-choice", "choices": ["News", "Sales"]}]}
      """;

  private TestServer server;
  private ApiFile file;
  private ManageClient client;
  private String agent;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.manage(server);
    client = ManageClient.key(server, server.managementToken());
    agent = server.agents().get(1);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String at(String template, String formId) {
    return template.replace("{agentId}", agent).replace("{formId}", formId);
  }

  private JsonNode made(String json, String... headers) {
    return file.documented(201, "post", ALL, client.send("POST", at(ALL, ""), json, headers));
  }

  private JsonNode changed(int status, String id, String json, String... headers) {
    HttpResponse<String> response = client.send("PATCH", at(ONE, id), json, headers);
    return file.documented(status, "patch", ONE, response);
  }

  private static String id(JsonNode thing) {
    return thing.path("id").asText();
  }

  private static List<String> keys(JsonNode form) {
    return form.path("fields").findValuesAsText("key");
  }

  @Test
  void aFormIsDefinedReadChangedAndArchived() {
    HttpResponse<String> response = client.send("POST", at(ALL, ""), NEWSLETTER);
    JsonNode made = file.documented(201, "post", ALL, response);
    assertThat(response.headers().firstValue("Location")).contains(at(ONE, id(made)));
    assertThat(keys(made)).containsExactly("email", "topics");
    assertThat(made.path("version").asInt()).isEqualTo(1);
    assertThat(file.documented(200, "get", ONE, client.get(at(ONE, id(made))))).isEqualTo(made);

    JsonNode changed =
        changed(
            200,
            id(made),
            """
            {"fields": [
              {"label": "Email", "type": "text"},
              {"key": "topics", "label": "Interests", "type": "multi-choice", "choices": ["News"]}]}
            """,
            "If-Match",
            "\"1\"");
    assertThat(keys(changed)).containsExactly("email", "topics");
    assertThat(changed.at("/fields/1/label").asText()).isEqualTo("Interests");
    assertThat(changed.path("name").asText()).isEqualTo("Newsletter");
    changed(412, id(made), "{\"name\":\"Late\"}", "If-Match", "\"1\"");
    changed(200, id(made), "{\"state\":\"archived\"}");
    assertThat(listed("").findValuesAsText("id")).doesNotContain(id(made));
    assertThat(listed("?archived=true").findValuesAsText("id")).contains(id(made));
    assertThat(client.get(at(ALL, "") + "?archived=maybe").statusCode()).isEqualTo(400);
  }

  private JsonNode listed(String query) {
    return file.documented(200, "get", ALL, client.get(at(ALL, "") + query));
  }

  @Test
  void aListIsPagedWithEachFormOnce() {
    for (int i = 0; i < 3; i++) {
      made("{\"name\":\"Draft\"}");
    }
    int all = listed("?limit=100").path("items").size();
    JsonNode page = listed("?limit=2");
    int found = page.path("items").size();
    while (page.has("next")) {
      page = listed("?limit=2&cursor=" + page.path("next").asText());
      found += page.path("items").size();
    }
    assertThat(found).isEqualTo(all);
  }

  @Test
  void whatIsWrongWithFieldsIsToldByTheirNumbers() {
    String wrong =
        """
        {"name": "Form", "fields": [
          {"label": "Email", "type": "email"},
          {"label": "Colour", "type": "choice"},
          {"label": "Size", "type": "number", "fills": "name"},
          {"key": "Not a key", "label": "Key", "type": "text"},
          {"label": "Long", "type": "text", "maxLength": 0}]}
        """;
    JsonNode refused = file.documented(400, "post", ALL, client.send("POST", at(ALL, ""), wrong));
    assertThat(refused.path("fields").findValuesAsText("field"))
        .containsExactly("fields.1", "fields.2", "fields.3", "fields.4");
    Map<String, String> bodies =
        Map.of(
            "{\"name\":\" \"}", "1 to 100",
            "{\"name\":\"x\",\"state\":\"published\"}", "at least one field",
            "{\"name\":\"x\",\"state\":\"open\"}", "state",
            "{\"name\":\"x\",\"more\":1}", "more",
            "{\"name\":\"x\",\"fields\":[{\"label\":\"A\",\"type\":\"text\",\"fills\":\"customFields.none\"}]}",
                "no field \\\"none\\\"",
            "{\"name\":\"x\",\"fields\":[{\"label\":\"A\",\"type\":\"poem\"}]}", "type");
    bodies.forEach(
        (body, why) -> {
          HttpResponse<String> response = client.send("POST", at(ALL, ""), body);
          file.documented(400, "post", ALL, response);
          assertThat(response.body()).contains(why);
        });
  }

  @Test
  void whatWasSubmittedIsReadByFormAndByContact() {
    JsonNode form = made(NEWSLETTER);
    OpenClient program = OpenClient.of(server, agent);
    for (String who : List.of("a", "b", "a")) {
      HttpResponse<String> submitted =
          program.send(
              "POST",
              "/v1/open/forms/%s/submit/%s/chatbots/%s".formatted(id(form), who, agent),
              "{\"email\":\"%s@example.com\",\"topics\":[\"News\"]}".formatted(who));
      assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
    }
    JsonNode first =
        file.documented(
            200, "get", SUBMISSIONS, client.get(at(SUBMISSIONS, id(form)) + "?limit=2"));
    assertThat(first.path("items")).hasSize(2);
    JsonNode newest = first.at("/items/0");
    assertThat(newest.at("/contact/name").asText()).isEqualTo("a@example.com");
    assertThat(newest.at("/form/name").asText()).isEqualTo("Newsletter");
    assertThat(newest.at("/answers/1/label").asText()).isEqualTo("Topics");
    assertThat(newest.at("/answers/1/value/0").asText()).isEqualTo("News");
    String rest = at(SUBMISSIONS, id(form)) + "?limit=2&cursor=" + first.path("next").asText();
    assertThat(file.documented(200, "get", SUBMISSIONS, client.get(rest)).path("items")).hasSize(1);
    String path = at(SUBMISSIONS + "/{submissionId}", id(form));
    assertThat(
            file.documented(
                200,
                "get",
                SUBMISSIONS + "/{submissionId}",
                client.get(path.replace("{submissionId}", id(newest)))))
        .isEqualTo(newest);
    String contact = at(OF_CONTACT, "").replace("{contactId}", id(newest.path("contact")));
    assertThat(file.documented(200, "get", OF_CONTACT, client.get(contact)).path("items"))
        .hasSize(2);

    changed(
        200, id(form), "{\"fields\":[{\"key\":\"topics\",\"label\":\"Other\",\"type\":\"text\"}]}");
    assertThat(client.get(path.replace("{submissionId}", id(newest))).body())
        .contains("\"label\":\"Topics\""); // as it was asked then
  }

  @Test
  void aRepeatMakesOneForm() {
    JsonNode made = made("{\"name\":\"Once\"}", "Idempotency-Key", "forms-1");
    assertThat(made("{\"name\":\"Once\"}", "Idempotency-Key", "forms-1")).isEqualTo(made);
  }

  @Test
  void aKeyOfOneAgentFindsNoOthersForms() {
    String token =
        server
            .keys()
            .issue(
                KeyDraft.of(server.organization(), "key", List.of("*"))
                    .forAgent(agent)
                    .limited(Limits.NONE),
                By.system("test"))
            .text()
            .token()
            .reveal();
    ManageClient bound = ManageClient.key(server, token);
    String own = at(ONE, id(made(NEWSLETTER)));
    assertThat(bound.get(own).statusCode()).isEqualTo(200);
    String others = server.agents().getFirst();
    String form = Objects.requireNonNull(server.things().get("formId"));
    assertThat(bound.get("/api/v1/agents/%s/forms/%s".formatted(others, form)).statusCode())
        .isEqualTo(404);
    assertThat(bound.get(at(ONE, form)).statusCode()).isEqualTo(404);
  }
}
