package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.crm.ContactJson;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Contacts at the open door of a real server, each answer as its OpenAPI file says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenContactsTest {
  private static final String ALL = "/v1/open/contacts/chatbots/{agentId}";
  private static final String ONE = "/v1/open/contacts/{externalReferenceId}/chatbots/{agentId}";
  private static final String BY_ID = "/v1/open/contacts/mantisid/{contactId}/chatbots/{agentId}";

  private TestServer server;
  private ApiFile file;
  private String agent;
  private OpenClient client;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.open(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /// Each test has an agent to itself.
  @BeforeEach
  void anAgent() {
    HttpResponse<String> made = server.post("/api/v1/agents", "{\"name\":\"An agent\"}");
    agent = ApiFile.read(made.body()).path("id").asText();
    client = OpenClient.of(server, agent);
  }

  private String all() {
    return "/v1/open/contacts/chatbots/" + agent;
  }

  private String one(String external) {
    String encoded = URLEncoder.encode(external, StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1/open/contacts/" + encoded + "/chatbots/" + agent;
  }

  private String byId(String id) {
    return "/v1/open/contacts/mantisid/" + id + "/chatbots/" + agent;
  }

  private JsonNode created(String json, String... headers) {
    return file.documented(201, "post", ALL, client.send("POST", all(), json, headers));
  }

  private JsonNode refused(int status, HttpResponse<String> response) {
    return file.documented(status, "post", ALL, response).path("error");
  }

  @Test
  void aContactLivesByItsOwnersIdAndByOurs() {
    JsonNode made =
        created(
                "{\"externalReferenceId\":\"crm-1\",\"name\":\"Ada\",\"email\":\"ada@example.com\"}")
            .path("data");
    assertThat(made.path("source").asText()).isEqualTo("via API");
    assertThat(made.path("id").asText()).matches("[0-9a-f]{24}");

    HttpResponse<String> read = client.get(one("crm-1"));
    assertThat(file.documented(200, "get", ONE, read).path("data")).isEqualTo(made);
    assertThat(read.headers().firstValue("ETag")).hasValue("\"1\"");
    HttpResponse<String> byId = client.get(byId(made.path("id").asText()));
    assertThat(file.documented(200, "get", BY_ID, byId).path("data")).isEqualTo(made);

    HttpResponse<String> changed =
        client.send("PUT", one("crm-1"), "{\"stage\":\"Customer\",\"name\":null}");
    JsonNode now = file.documented(200, "put", ONE, changed).path("data");
    assertThat(now.path("stage").asText()).isEqualTo("Customer");
    assertThat(now.path("name").isNull()).isTrue();
    assertThat(now.path("email").asText()).isEqualTo("ada@example.com");
    assertThat(changed.headers().firstValue("ETag")).hasValue("\"2\"");

    for (int i = 0; i < 2; i++) {
      JsonNode archived =
          file.documented(
                  200,
                  "patch",
                  ONE + "/archive",
                  client.send("PATCH", one("crm-1") + "/archive", ""))
              .path("data");
      assertThat(archived.path("archivedAt").asText()).isNotEmpty();
    }
    assertThat(OpenClient.data(client.get(all()))).isEmpty();
    assertThat(OpenClient.data(client.get(all() + "?archived=true"))).hasSize(1);
    assertThat(client.get(one("crm-1")).statusCode()).isEqualTo(200);
    HttpResponse<String> back =
        client.send("PATCH", byId(made.path("id").asText()) + "/unarchive", "{}");
    assertThat(
            file.documented(200, "patch", BY_ID + "/unarchive", back)
                .at("/data/archivedAt")
                .isNull())
        .isTrue();
  }

  @Test
  void whatIsWrittenIsWhatTheRoomCallsAContact() {
    String id =
        created("{\"name\":\"Zoë 🙂\",\"mobileNumber\":\"+14155550123\"}").at("/data/id").asText();
    Place place = new Place(server.organization(), agent);
    var contact =
        server.server().rooms().crm().contacts().find(place, new Ref.Id(id)).orElseThrow();
    assertThat(OpenClient.data(client.get(byId(id))))
        .isEqualTo(ApiFile.read(ContactJson.text(contact)));
  }

  @Test
  void aChangeOfWhatWasChangedMeanwhileIsRefused() {
    created("{\"externalReferenceId\":\"a\",\"email\":\"a@example.com\"}");
    String[] first = {"If-Match", "\"1\""};
    assertThat(client.send("PUT", one("a"), "{\"name\":\"A\"}", first).statusCode()).isEqualTo(200);
    HttpResponse<String> late = client.send("PUT", one("a"), "{\"name\":\"B\"}", first);
    file.documented(412, "put", ONE, late);
    assertThat(late.headers().firstValue("ETag")).hasValue("\"2\"");
    assertThat(client.send("PATCH", one("a") + "/archive", "", first).statusCode()).isEqualTo(412);
    assertThat(OpenClient.data(client.get(one("a"))).path("name").asText()).isEqualTo("A");
  }

  @Test
  void duplicatesAreRefusedOrWarnedOf() {
    String first = "{\"externalReferenceId\":\"a\",\"email\":\"a@example.com\"}";
    String id = created(first).at("/data/id").asText();
    JsonNode taken = refused(409, client.send("POST", all(), first));
    assertThat(taken.at("/fields/0/field").asText()).isEqualTo("externalReferenceId");
    assertThat(taken.at("/fields/0/rule").asText()).isEqualTo("unique");

    String likely = "{\"email\":\"A@example.com\"}";
    JsonNode refused = refused(409, client.send("POST", all() + "?rejectDuplicates=true", likely));
    assertThat(refused.path("code").asText()).isEqualTo("likely_duplicate");
    assertThat(refused.at("/contactIds/0").asText()).isEqualTo(id);
    assertThat(created(likely).at("/warnings/0/contactIds/0").asText()).isEqualTo(id);
    refused(400, client.send("POST", all() + "?rejectDuplicates=yes", likely));
  }

  @Test
  void theSchemaSaysWhatIsUniqueAndTheRefusalNamesThatRule() {
    HttpResponse<String> added =
        server.post(
            "/api/v1/agents/" + agent + "/crm/fields",
            "{\"label\":\"Badge\",\"type\":\"text\",\"unique\":true}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    JsonNode schema = OpenClient.data(client.get("/v1/open/contacts/schema/chatbots/" + agent));
    assertThat(schema.at("/properties/customFields/properties/badge/description").asText())
        .isEqualTo("No two contacts of the agent have the same value");

    String json = "{\"email\":\"%s@example.com\",\"customFields\":{\"badge\":\"B-1\"}}";
    created(json.formatted("a"));
    JsonNode taken = refused(409, client.send("POST", all(), json.formatted("b")));
    assertThat(taken.at("/fields/0/field").asText()).isEqualTo("customFields.badge");
    assertThat(taken.at("/fields/0/rule").asText()).isEqualTo("unique");
  }

  @Test
  void ofManyWhoCreateOneExternalIdAtOnceOneDoes() throws Exception {
    String json = "{\"externalReferenceId\":\"raced\",\"email\":\"r@example.com\"}";
    List<Callable<Integer>> creates = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      creates.add(() -> client.send("POST", all(), json).statusCode());
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(24)) {
      for (Future<Integer> status : threads.invokeAll(creates)) {
        statuses.add(status.get());
      }
    }
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(23);
    assertThat(OpenClient.data(client.get(all()))).hasSize(1);
  }

  @Test
  void aRepeatUnderTheSameKeyIsAnsweredAndNotDone() {
    String json = "{\"email\":\"once@example.com\"}";
    String[] key = {"Idempotency-Key", "once"};
    HttpResponse<String> first = client.send("POST", all(), json, key);
    HttpResponse<String> again = client.send("POST", all(), json, key);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(OpenClient.data(client.get(all()))).hasSize(1);
    refused(409, client.send("POST", all(), "{\"email\":\"other@example.com\"}", key));
    refused(400, client.send("POST", all(), json, "Idempotency-Key", "with blank"));
  }

  @Test
  void listsAreFilteredSortedAndPaged() {
    for (int i = 0; i < 7; i++) {
      created(
          "{\"name\":\"Person %d\",\"email\":\"p%d@example.com\",\"stage\":\"%s\"}"
              .formatted(i, i, i % 2 == 0 ? "Lead" : "Customer"));
    }
    JsonNode page =
        file.documented(200, "get", ALL, client.get(all() + "?sort=name&limit=3&page=2"));
    assertThat(names(page)).containsExactly("Person 3", "Person 4", "Person 5");
    assertThat(page.at("/pagination/page").asInt()).isEqualTo(2);
    assertThat(page.at("/pagination/total").asInt()).isEqualTo(7);
    assertThat(page.at("/pagination/totalPages").asInt()).isEqualTo(3);

    List<String> walked = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode part =
          file.documented(
              200, "get", ALL, client.get(all() + "?sort=-name&stage=Lead&limit=2" + cursor));
      walked.addAll(names(part));
      cursor =
          part.at("/pagination/next").isMissingNode()
              ? ""
              : "&cursor=" + part.at("/pagination/next").asText();
    } while (!cursor.isEmpty());
    assertThat(walked).containsExactly("Person 6", "Person 4", "Person 2", "Person 0");

    assertThat(names(ApiFile.read(client.get(all() + "?search=PERS%20p3").body())))
        .containsExactly("Person 3");
    assertThat(OpenClient.data(client.get(all() + "?email=p2@example.com"))).hasSize(1);
    assertThat(OpenClient.data(client.get(all() + "?createdTo=2001-01-01"))).isEmpty();
    assertThat(OpenClient.data(client.get(all() + "?createdFrom=2001-01-01T00:00:00Z"))).hasSize(7);
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("data").forEach(contact -> names.add(contact.path("name").asText()));
    return names;
  }

  @Test
  void whatIsWrongWithAListsParametersIsSaid() {
    for (String query :
        new String[] {
          "limit=0",
          "limit=101",
          "page=0",
          "page=x",
          "page=99999999",
          "sort=age",
          "archived=1",
          "createdFrom=yesterday",
          "cursor=x",
          "cursor=&page=2",
          "unknown=1",
          "limit=1&limit=2",
          "search=%FF",
          "updatedTo=2026-02-30"
        }) {
      HttpResponse<String> response = client.get(all() + "?" + query);
      file.documented(400, "get", ALL, response);
    }
    JsonNode next =
        file.documented(200, "get", ALL, client.get(all() + "?limit=1")).at("/pagination/next");
    assertThat(next.isMissingNode()).isTrue();
  }

  @Test
  void whatIsWrongWithAContactIsSaidFieldByField() {
    JsonNode unreachable = refused(400, client.send("POST", all(), "{\"name\":\"Nobody\"}"));
    assertThat(unreachable.path("code").asText()).isEqualTo("validation_failed");
    JsonNode wrong =
        refused(
            400,
            client.send(
                "POST", all(), "{\"email\":\"no address\",\"stage\":\"Nowhere\",\"age\":7}"));
    List<String> fields = new ArrayList<>();
    wrong.path("fields").forEach(field -> fields.add(field.path("field").asText()));
    assertThat(fields).contains("email", "stage", "age");
    for (String reserved : new String[] {"schema", "mantisid", "chatbots"}) {
      String json = "{\"externalReferenceId\":\"%s\",\"email\":\"a@example.com\"}";
      refused(400, client.send("POST", all(), json.formatted(reserved)));
    }
  }

  @Test
  void jsonThatIsNoneIsRefusedWithItsPlace() {
    JsonNode malformed =
        refused(400, client.send("POST", all(), "{\"name\":\"x\",\n \"email\":,}"));
    assertThat(malformed.path("code").asText()).isEqualTo("malformed_json");
    assertThat(malformed.path("line").asInt()).isEqualTo(2);
    assertThat(malformed.path("column").asInt()).isBetween(9, 11);
    JsonNode twice = refused(400, client.send("POST", all(), "{\"name\":\"x\",\"name\":\"y\"}"));
    assertThat(twice.path("line").asInt()).isEqualTo(1);
    for (String json :
        new String[] {
          "[]",
          "null",
          "\"x\"",
          "{} {}",
          "{\"a\":" + "[".repeat(5_000),
          "{\"name\":\"\\u0000\"}",
          "{\"name\":\"\\ud800\",\"email\":\"a@example.com\"}",
          "{\"customFields\":{\"a\\u0000\":1}}",
          "{\"name\":" + "9".repeat(5_000) + "}"
        }) {
      refused(400, client.send("POST", all(), json));
    }
    String[] text = {"Content-Type", "text/plain"};
    refused(415, client.send("POST", all(), "{}", text));
    refused(406, client.send("POST", all(), "{}", "Accept", "text/html"));
    refused(413, client.send("POST", all(), "{\"name\":\"" + "x".repeat(1 << 20) + "\"}"));
    assertThat(OpenClient.data(client.get(all()))).isEmpty();
  }

  @Test
  void externalIdsAreAnyTextThatAPathCanCarry() {
    for (String id :
        new String[] {
          "a b", "ä/é".replace("/", "-"), "100%", "x+y", "?#&=", "日本", "🙂", "%2F", "'\";--"
        }) {
      String json =
          "{\"externalReferenceId\":\"%s\",\"email\":\"a@example.com\"}"
              .formatted(id.replace("\"", "\\\""));
      created(json);
      HttpResponse<String> read = client.get(one(id));
      assertThat(file.documented(200, "get", ONE, read).at("/data/externalReferenceId").asText())
          .isEqualTo(id);
    }
    assertThat(client.get(one("%FF").replace("%25FF", "%FF")).statusCode()).isEqualTo(400);
    assertThat(client.get(one("absent")).statusCode()).isEqualTo(404);
    assertThat(client.get(byId("nothing-like-an-id")).statusCode()).isEqualTo(404);
    assertThat(client.get(one("x".repeat(2_000))).statusCode()).isEqualTo(404);
  }

  @Test
  void theSchemaSaysWhatIsAccepted() {
    String path = "/v1/open/contacts/schema/chatbots/{agentId}";
    HttpResponse<String> response = client.get(path.replace("{agentId}", agent));
    JsonNode schema = file.documented(200, "get", path, response).path("data");
    assertThat(schema.path("$schema").asText()).contains("2020-12");
    assertThat(schema.path("properties").has("email")).isTrue();
    assertThat(client.send("PUT", path.replace("{agentId}", agent), "{}").statusCode())
        .isEqualTo(405);
  }

  @Test
  void everyAnswerSaysWhatIsLeftOfTheLimits() {
    OpenClient limited = new OpenClient(server, List.of("X-API-Key", server.token(1)));
    String path = "/v1/open/contacts/absent/chatbots/" + server.agents().getFirst();
    HttpResponse<String> absent = limited.get(path);
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.headers().firstValue("RateLimit")).isPresent();
    assertThat(absent.headers().firstValue("RateLimit-Policy")).isPresent();
  }
}
