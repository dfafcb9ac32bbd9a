package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import latchkey.audit.By;
import latchkey.crm.CustomField;
import latchkey.crm.Place;
import latchkey.forms.Form;
import latchkey.forms.FormField;
import latchkey.forms.FormField.Target;
import latchkey.forms.FormTerms;
import latchkey.forms.FormTerms.State;
import latchkey.forms.Forms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Forms at the open door of a real server, each answer as its OpenAPI file says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenFormsTest {
  private static final String ALL = "/v1/open/forms/chatbots/{agentId}";
  private static final String SCHEMA = "/v1/open/forms/{formId}/schema/chatbots/{agentId}";
  private static final String SUBMIT =
      "/v1/open/forms/{formId}/submit/{externalReferenceId}/chatbots/{agentId}";
  private static final String SUBMIT_BY_ID =
      "/v1/open/forms/{formId}/submit/mantisid/{contactId}/chatbots/{agentId}";
  private static final String SUBMISSIONS =
      "/v1/open/forms/{formId}/submissions/chatbots/{agentId}";
  private static final String SUBMISSION =
      "/v1/open/forms/{formId}/submissions/{submissionId}/chatbots/{agentId}";
  private static final By TEST = By.system("test");

  private TestServer server;
  private ApiFile file;
  private String agent;
  private Place place;
  private OpenClient client;
  private Forms forms;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.open(server);
    forms = server.server().rooms().crm().forms();
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
    place = new Place(server.organization(), agent);
    client = OpenClient.of(server, agent);
  }

  private static FormField field(
      String label, CustomField.Type type, boolean required, Target... fills) {
    return new FormField(
        new CustomField(
            CustomField.keyOf(label, Set.of()),
            label,
            type,
            required,
            false,
            OptionalInt.empty(),
            type.choosing() ? List.of("News", "Sales") : List.of(),
            false),
        List.of(fills).stream().findFirst());
  }

  private Form form(State state) {
    return forms.create(
        place,
        new FormTerms(
            "Newsletter",
            "Once a month",
            List.of(
                field("Email", CustomField.Type.EMAIL, true, Target.Standard.EMAIL),
                field("Phone", CustomField.Type.PHONE, false, Target.Standard.MOBILE_NUMBER),
                field("Topics", CustomField.Type.MULTI_CHOICE, false)),
            state),
        TEST);
  }

  private String at(String template, String formId, String thing) {
    return template
        .replace("{agentId}", agent)
        .replace("{formId}", formId)
        .replaceAll("\\{[a-zA-Z]+\\}", thing);
  }

  private JsonNode submitted(Form form, String external, String json, String... headers) {
    String path = at(SUBMIT, form.id(), external);
    return file.documented(201, "post", SUBMIT, client.send("POST", path, json, headers));
  }

  private JsonNode refused(int status, Form form, String external, String json) {
    String path = at(SUBMIT, form.id(), external);
    return file.documented(status, "post", SUBMIT, client.send("POST", path, json));
  }

  private JsonNode read(String template, String path) {
    return file.documented(200, "get", template, client.get(path));
  }

  private JsonNode contact(String external) {
    return OpenClient.data(
        client.get("/v1/open/contacts/%s/chatbots/%s".formatted(external, agent)));
  }

  @Test
  void aFormIsFoundReadAndAnswered() {
    Form form = form(State.PUBLISHED);
    JsonNode listed = read(ALL, at(ALL, "", ""));
    assertThat(listed.path("message").asText()).isEqualTo("Forms retrieved successfully");
    assertThat(listed.at("/data/0/name").asText()).isEqualTo("Newsletter");
    assertThat(listed.at("/pagination/total").asInt()).isEqualTo(1);
    JsonNode schema = read(SCHEMA, at(SCHEMA, form.id(), "")).path("data");
    assertThat(schema.path("$schema").asText()).contains("2020-12");
    assertThat(schema.path("required").toString()).isEqualTo("[\"email\"]");

    JsonNode first =
        submitted(
            form,
            "crm-1",
            "{\"email\":\"ada@example.com\",\"phone\":\"+14155550123\",\"topics\":[\"News\"]}");
    assertThat(first.path("message").asText()).isEqualTo("Form submitted successfully");
    assertThat(contact("crm-1").path("source").asText()).isEqualTo("via Form");
    assertThat(contact("crm-1").path("mobileNumber").asText()).isEqualTo("+14155550123");

    String id = contact("crm-1").path("id").asText();
    String path = at(SUBMIT_BY_ID, form.id(), id);
    JsonNode second =
        file.documented(
            201,
            "post",
            SUBMIT_BY_ID,
            client.send("POST", path, "{\"email\":\"lovelace@example.com\"}"));
    assertThat(second.at("/data/contactId").asText()).isEqualTo(id);
    assertThat(contact("crm-1").path("email").asText()).isEqualTo("lovelace@example.com");
    assertThat(contact("crm-1").path("mobileNumber").asText()).isEqualTo("+14155550123");

    JsonNode all = read(SUBMISSIONS, at(SUBMISSIONS, form.id(), ""));
    assertThat(all.path("data").findValuesAsText("id"))
        .containsExactly(second.at("/data/id").asText(), first.at("/data/id").asText());
    assertThat(all.at("/pagination/total").asInt()).isEqualTo(2);
    JsonNode one = read(SUBMISSION, at(SUBMISSION, form.id(), first.at("/data/id").asText()));
    assertThat(one.path("data")).isEqualTo(first.path("data"));
  }

  @Test
  void submissionsArePagedAndFoundByTheirContact() {
    Form form = form(State.PUBLISHED);
    for (int i = 0; i < 5; i++) {
      submitted(form, "crm-" + i % 2, "{\"email\":\"a%d@example.com\"}".formatted(i));
    }
    String path = at(SUBMISSIONS, form.id(), "");
    JsonNode whole = read(SUBMISSIONS, path);
    List<String> walked = new ArrayList<>();
    JsonNode page = read(SUBMISSIONS, path + "?limit=2");
    assertThat(page.at("/pagination/totalPages").asInt()).isEqualTo(3);
    assertThat(read(SUBMISSIONS, path + "?limit=2&page=2").path("data"))
        .isEqualTo(read(SUBMISSIONS, path + next(page, 2)).path("data"));
    walked.addAll(page.path("data").findValuesAsText("id"));
    while (page.at("/pagination").has("next")) {
      page = read(SUBMISSIONS, path + next(page, 2));
      walked.addAll(page.path("data").findValuesAsText("id"));
    }
    assertThat(walked).isEqualTo(whole.path("data").findValuesAsText("id")).hasSize(5);

    JsonNode theirs = read(SUBMISSIONS, path + "?externalReferenceId=crm-1");
    assertThat(theirs.at("/pagination/total").asInt()).isEqualTo(2);
    String id = contact("crm-1").path("id").asText();
    assertThat(read(SUBMISSIONS, path + "?contactId=" + id).path("data"))
        .isEqualTo(theirs.path("data"));
    for (String wrong :
        List.of("?limit=0", "?limit=101", "?page=0", "?page=2&cursor=x", "?cursor=x", "?pag=1")) {
      JsonNode refused = file.documented(400, "get", SUBMISSIONS, client.get(path + wrong));
      assertThat(refused.path("success").asBoolean()).as(wrong).isFalse();
    }
    file.documented(400, "get", SUBMISSIONS, client.get(path + "?page=502"));
    file.documented(
        400, "get", SUBMISSIONS, client.get(path + "?contactId=a&externalReferenceId=b"));
    for (String nobody : List.of("externalReferenceId=nobody", "contactId=" + "0".repeat(24))) {
      JsonNode absent = file.documented(404, "get", SUBMISSIONS, client.get(path + "?" + nobody));
      assertThat(absent.path("message").asText()).isEqualTo("Contact not found");
    }
  }

  private static String next(JsonNode page, int limit) {
    return "?limit=%d&cursor=%s".formatted(limit, page.at("/pagination/next").asText());
  }

  @Test
  void wrongAnswersAreToldByFieldAndRuleAndChangeNothing() {
    Form form = form(State.PUBLISHED);
    var before = server.everything();
    JsonNode invalid =
        refused(400, form, "crm-1", "{\"email\":\"nonsense\",\"topics\":[\"Other\"],\"more\":1}");
    assertThat(invalid.path("message").asText()).startsWith("Validation failed: ");
    assertThat(invalid.at("/error/code").asText()).isEqualTo("validation_failed");
    assertThat(invalid.at("/error/fields").findValuesAsText("field"))
        .containsExactlyInAnyOrder("email", "topics.0", "more");
    assertThat(refused(400, form, "crm-1", "{\"email\":").at("/error/code").asText())
        .isEqualTo("malformed_json");
    refused(400, form, "crm-1", "[]");
    refused(400, form, "schema", "{\"email\":\"ada@example.com\"}");
    assertThat(
            file.documented(
                    404,
                    "post",
                    SUBMIT_BY_ID,
                    client.send(
                        "POST",
                        at(SUBMIT_BY_ID, form.id(), "0".repeat(24)),
                        "{\"email\":\"ada@example.com\"}"))
                .path("message")
                .asText())
        .isEqualTo("Contact not found");
    var after = server.everything();
    assertThat(after.get("form_submission")).isEqualTo(before.get("form_submission"));
    assertThat(after.get("contact")).isEqualTo(before.get("contact"));
    assertThat(after.get("outbox_event")).isEqualTo(before.get("outbox_event"));
  }

  @Test
  void aDraftIsNotThereAndAnArchivedFormKeepsItsSubmissions() {
    Form form = form(State.DRAFT);
    String email = "{\"email\":\"ada@example.com\"}";
    assertThat(refused(404, form, "crm-1", email).path("message").asText())
        .isEqualTo("Form not found");
    file.documented(404, "get", SCHEMA, client.get(at(SCHEMA, form.id(), "")));
    file.documented(404, "get", SUBMISSIONS, client.get(at(SUBMISSIONS, form.id(), "")));
    assertThat(read(ALL, at(ALL, "", "")).path("data")).isEmpty();

    change(form, State.PUBLISHED);
    JsonNode made = submitted(form, "crm-1", email);
    assertThat(made.at("/data/formVersion").asInt()).isEqualTo(2);
    change(form, State.ARCHIVED);
    JsonNode refused = refused(409, form, "crm-1", email);
    assertThat(refused.path("message").asText())
        .isEqualTo("This form is archived and takes no submissions");
    assertThat(refused.at("/error/code").asText()).isEqualTo("form_archived");
    assertThat(read(ALL, at(ALL, "", "")).path("data")).isEmpty();
    assertThat(read(SUBMISSIONS, at(SUBMISSIONS, form.id(), "")).path("data")).hasSize(1);
    assertThat(client.get(at(SCHEMA, form.id(), "")).headers().firstValue("ETag"))
        .isEqualTo(Optional.of("\"3\""));
  }

  private void change(Form form, State state) {
    var _ = forms.change(place, form.id(), terms -> terms.in(state), OptionalLong.empty(), TEST);
  }

  @Test
  void repeatsUnderOneIdempotencyKeyAreOneSubmissionAlsoAtOnce() throws Exception {
    Form form = form(State.PUBLISHED);
    String email = "{\"email\":\"ada@example.com\"}";
    JsonNode first = submitted(form, "crm-1", email, "Idempotency-Key", "k1");
    assertThat(submitted(form, "crm-1", email, "Idempotency-Key", "k1")).isEqualTo(first);
    String path = at(SUBMIT, form.id(), "crm-1");
    HttpResponse<String> other =
        client.send("POST", path, "{\"email\":\"b@example.com\"}", "Idempotency-Key", "k1");
    file.documented(409, "post", SUBMIT, other);
    List<Callable<HttpResponse<String>>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(() -> client.send("POST", path, email, "Idempotency-Key", "k2"));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> one : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        assertThat(one.get().statusCode()).isIn(201, 409);
      }
    }
    assertThat(forms.find(place, form.id()).orElseThrow().submissions()).isEqualTo(2);
  }
}
