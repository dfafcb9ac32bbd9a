package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import latchkey.access.AddressList;
import latchkey.agents.Agent;
import latchkey.audit.By;
import latchkey.crm.CustomField;
import latchkey.crm.Place;
import latchkey.db.TestDatabases;
import latchkey.forms.FormField;
import latchkey.forms.FormTerms;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.RevocationReason;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.settings.Setting;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operation of the open door's OpenAPI file, by every key that may not: the documented
/// refusal to the letter, and nothing is changed.
@ParameterizedClass
@EnumSource(TestDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // all of it is made before each engine's run
class OpenMatrixTest {
  private static final String ELSEWHERE = "org_elsewhere_too";
  private static final String SUSPENDED = "org_suspended";
  private static final String NOWHERE = "000000000000000000000000";
  private static final By TEST = By.system("test");

  @Parameter TestDatabases engine;
  private TestServer server;
  private ApiFile file;
  private String agent;
  private IssuedKey key;

  @BeforeParameterizedClassInvocation
  void start(TestDatabases on) {
    server = TestServer.on(on, Map.of(Setting.FAILED_CREDENTIALS_PER_MINUTE, "100000"));
    file = ApiFile.open(server);
    agent = server.agents().getFirst();
    key = issue(draft("*"));
    for (String organization : List.of(ELSEWHERE, SUSPENDED)) {
      var organizations = server.server().rooms().organizations();
      organizations.create(Organization.named(organization, organization, "el"));
      server.server().rooms().agents().create(new Agent(agentOf(organization), organization, "A"));
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  /// Agents' ids are unique in all of an installation.
  private static String agentOf(String organization) {
    return organization.equals(ELSEWHERE) ? "0".repeat(23) + "e" : "0".repeat(23) + "5";
  }

  private KeyDraft draft(String permission) {
    return KeyDraft.of(server.organization(), "key", List.of(permission)).limited(Limits.NONE);
  }

  private IssuedKey issue(KeyDraft draft) {
    return server.keys().issue(draft, TEST);
  }

  private static final String PARTS =
      """
      --cut\r
      Content-Disposition: form-data; name="file"; filename="a.txt"\r
      \r
      content\r
      --cut--\r
      """;

  /// @param upload whether the body is a file, and not JSON
  private record Told(String method, String path, String permission, String body, boolean upload) {
    HttpResponse<String> send(OpenClient client, String target) {
      return upload
          ? client.send(method, target, body, "Content-Type", "multipart/form-data; boundary=cut")
          : client.send(method, target, body);
    }

    String at(Map<String, String> ids) {
      StringBuilder at = new StringBuilder();
      for (String part : path.substring(1).split("/", -1)) {
        boolean hole = part.startsWith("{");
        String name = hole ? part.substring(1, part.length() - 1) : "";
        at.append('/').append(hole ? ids.getOrDefault(name, NOWHERE) : part);
      }
      return at.toString();
    }

    boolean namesAThing() {
      return path.contains("{contactId}")
          || path.contains("{externalReferenceId}")
          || path.contains("{formId}");
    }
  }

  private List<Told> operations() {
    List<Told> all = new ArrayList<>();
    for (var path : file.api().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        JsonNode content = operation.at("/requestBody/content");
        boolean upload = content.has("multipart/form-data");
        JsonNode example = content.at("/application~1json/example");
        if (operation.has("x-permission")) {
          all.add(
              new Told(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  operation.path("x-permission").asText(),
                  upload ? PARTS : example.isMissingNode() ? "" : example.toString(),
                  upload));
        }
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyRefusalIsAsDocumentedAndChangesNothing() {
    Map<String, OpenClient> others = others();
    return operations().stream()
        .map(
            told ->
                DynamicTest.dynamicTest(told.method + " " + told.path, () -> check(told, others)));
  }

  /// Keys that are refused everywhere, by what they are told.
  private Map<String, OpenClient> others() {
    Map<String, OpenClient> all = new LinkedHashMap<>();
    all.put("401 API key and secret are required", OpenClient.nobody(server));
    all.put("401 API key and secret are required ", headers("X-API-Key", key.text().apiKey()));
    all.put("401 API key and secret are required  ", headers("X-API-Key", "half"));
    all.put("401 API key and secret are required   ", headers("X-API-Secret", "half"));
    all.put(
        "401 Invalid API key or secret",
        headers("X-API-Key", key.text().apiKey(), "X-API-Secret", "wrong"));
    IssuedKey other = issue(draft("contacts.read"));
    all.put(
        "401 Invalid API key or secret ",
        headers(
            "X-API-Key", key.text().apiKey(), "X-API-Secret", other.text().apiSecret().reveal()));
    all.put("401 Invalid API key or secret  ", headers("Authorization", "Bearer nonsense"));
    IssuedKey deleted = issue(draft("*"));
    var _ = server.keys().delete(server.organization(), deleted.key().id(), TEST);
    all.put("401 Invalid API key or secret   ", OpenClient.with(server, deleted));
    IssuedKey revoked = issue(draft("*"));
    var _ =
        server
            .keys()
            .revoke(
                server.organization(), revoked.key().id(), RevocationReason.KEY_COMPROMISE, TEST);
    all.put("401 API key has been revoked", OpenClient.with(server, revoked));
    all.put(
        "401 API key has expired",
        with(draft("*").valid(Validity.until(System.currentTimeMillis() - 1_000))));
    all.put(
        "403 Organization is suspended",
        with(KeyDraft.of(SUSPENDED, "key", List.of("*")).limited(Limits.NONE)));
    server
        .server()
        .rooms()
        .organizations()
        .setStatus(SUSPENDED, Organization.Status.SUSPENDED, TEST);
    all.put(
        "403 IP address is not allowed for this API key",
        with(draft("*").from(AddressList.parse(List.of("203.0.113.7")))));
    all.put(
        "403 API key is not authorized for this agent",
        with(draft("*").forAgent(server.agents().get(1))));
    all.put(
        "403 API key is not authorized for this agent ",
        with(KeyDraft.of(ELSEWHERE, "key", List.of("*")).limited(Limits.NONE)));
    OpenClient limited = with(draft("*").limited(Limits.of(Limit.perMinute(1))));
    assertThat(limited.get("/v1/open/contacts/chatbots/" + agent).statusCode()).isEqualTo(200);
    all.put("429 Rate limit exceeded", limited);
    return all;
  }

  private OpenClient headers(String... headers) {
    return new OpenClient(server, List.of(headers));
  }

  private OpenClient with(KeyDraft draft) {
    return OpenClient.with(server, issue(draft));
  }

  private void check(Told told, Map<String, OpenClient> others) {
    SoftAssertions all = new SoftAssertions();
    List<String> before = data();
    String path = told.at(Map.of("agentId", agent));
    others.forEach((expected, client) -> refused(all, told, client, path, expected.strip()));
    String missing = told.permission.replace('.', ':');
    refused(
        all,
        told,
        with(draft("keys.read")),
        path,
        "403 Permission denied: " + missing + " is required");
    String notOurs = "403 API key is not authorized for this agent";
    for (String strange : List.of(agentOf(ELSEWHERE), NOWHERE, "%F0%9F%99%82")) {
      String there = told.at(Map.of("agentId", strange));
      refused(all, told, OpenClient.with(server, key), there, notOurs);
    }
    List<String> two = new ArrayList<>(OpenClient.with(server, key).headers());
    two.addAll(List.of("Authorization", "Bearer another"));
    all.assertThat(told.send(new OpenClient(server, two), path).statusCode())
        .as("two credentials")
        .isEqualTo(400);
    HttpResponse<String> inQuery =
        told.send(OpenClient.nobody(server), path + "?api_key=" + key.text().token().reveal());
    all.assertThat(inQuery.statusCode()).as("a key in the query string").isEqualTo(401);
    HttpResponse<String> alsoInQuery = told.send(OpenClient.with(server, key), path + "?api_key=x");
    all.assertThat(alsoInQuery.statusCode()).as("another in the query").isEqualTo(400);
    all.assertThat(data()).isEqualTo(before);
    if (told.namesAThing()) {
      likeNone(all, told, strangers());
    }
    for (String within : List.of("fileId", "submissionId")) {
      if (told.path.contains("{" + within + "}")) {
        likeNone(all, told, underOurs(within));
      }
    }
    all.assertAll();
  }

  private void refused(
      SoftAssertions all, Told told, OpenClient client, String path, String expected) {
    HttpResponse<String> response = told.send(client, path);
    JsonNode body = ApiFile.read(response.body());
    all.assertThat(response.statusCode() + " " + body.path("message").asText())
        .as("%s %s", told.method, path)
        .isEqualTo(expected);
    all.assertThat(file.problems(errorSchema(), body)).as(response.body()).isEmpty();
    all.assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    if (response.statusCode() == 401 || expected.startsWith("403 Permission")) {
      all.assertThat(response.headers().firstValue("WWW-Authenticate")).as(expected).isPresent();
    }
    if (response.statusCode() == 429) {
      all.assertThat(response.headers().firstValue("Retry-After")).isPresent();
      all.assertThat(response.headers().firstValue("RateLimit")).isPresent();
    }
  }

  private JsonNode errorSchema() {
    return file.api().at("/components/schemas/Error");
  }

  /// What another agent has, and another organization, and nobody.
  private List<Map<String, String>> strangers() {
    return List.of(
        things(server.organization(), server.agents().get(1)),
        things(ELSEWHERE, agentOf(ELSEWHERE)),
        Map.of());
  }

  /// A contact and a form of ours, with such things of strangers'.
  private List<Map<String, String>> underOurs(String within) {
    Map<String, String> ours = things(server.organization(), agent);
    return strangers().stream()
        .map(
            stranger -> {
              Map<String, String> mixed = new LinkedHashMap<>(ours);
              mixed.put(within, stranger.getOrDefault(within, NOWHERE));
              return mixed;
            })
        .toList();
  }

  /// What is another agent's or another organization's is answered like what is nowhere.
  private void likeNone(SoftAssertions all, Told told, List<Map<String, String>> strangers) {
    List<String> bodies = new ArrayList<>();
    List<String> before = data();
    for (Map<String, String> stranger : strangers) {
      Map<String, String> ids = new LinkedHashMap<>(stranger);
      ids.put("agentId", agent);
      HttpResponse<String> response = told.send(OpenClient.with(server, key), told.at(ids));
      all.assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
      bodies.add(response.body());
    }
    all.assertThat(bodies.stream().distinct()).hasSize(1);
    all.assertThat(data()).isEqualTo(before);
  }

  /// A contact with a file, and with a form that it has answered.
  private Map<String, String> things(String organization, String agent) {
    OpenClient client = with(KeyDraft.of(organization, "key", List.of("*")).limited(Limits.NONE));
    String external = "theirs-" + System.nanoTime();
    HttpResponse<String> made =
        client.send(
            "POST",
            "/v1/open/contacts/chatbots/" + agent,
            "{\"externalReferenceId\":\"%s\",\"email\":\"t@example.com\"}".formatted(external));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String form = form(new Place(organization, agent));
    HttpResponse<String> submitted =
        client.send(
            "POST",
            "/v1/open/forms/%s/submit/%s/chatbots/%s".formatted(form, external, agent),
            "{\"email\":\"t@example.com\"}");
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
    HttpResponse<String> uploaded =
        client.send(
            "POST",
            "/v1/open/contacts/%s/chatbots/%s/files".formatted(external, agent),
            PARTS,
            "Content-Type",
            "multipart/form-data; boundary=cut");
    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
    return Map.of(
        "externalReferenceId",
        external,
        "contactId",
        OpenClient.data(made).path("id").asText(),
        "formId",
        form,
        "submissionId",
        OpenClient.data(submitted).path("id").asText(),
        "fileId",
        OpenClient.data(uploaded).at("/0/id").asText());
  }

  private String form(Place place) {
    CustomField email =
        new CustomField(
            "email",
            "Email",
            CustomField.Type.EMAIL,
            true,
            false,
            OptionalInt.empty(),
            List.of(),
            false);
    FormField field = new FormField(email, Optional.of(FormField.Target.Standard.EMAIL));
    FormTerms terms = new FormTerms("Form", "", List.of(field), FormTerms.State.PUBLISHED);
    return server.server().rooms().crm().forms().create(place, terms, TEST).id();
  }

  /// Every contact, file, submission and event about one.
  private List<String> data() {
    return server
        .server()
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT org_id || ' ' || id || ' ' || version FROM contact
                        UNION ALL SELECT id || ' of ' || contact_id FROM contact_file
                        UNION ALL SELECT 'bytes ' || coalesce(sum(bytes), 0) FROM file_usage
                        UNION ALL SELECT 'submissions ' || count(*) FROM form_submission
                        UNION ALL SELECT 'events ' || count(*) FROM outbox_event
                        ORDER BY 1
                        """)
                    .mapTo(String.class)
                    .list());
  }
}
