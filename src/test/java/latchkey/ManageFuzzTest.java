package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import latchkey.OpenShots.Shot;
import latchkey.audit.By;
import latchkey.crm.CustomField;
import latchkey.db.TestDatabases;
import latchkey.http.RawClient;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.settings.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Thousands of wrong requests to the manage door, at all that belongs to an agent: contacts,
/// notes, files, forms, CRM settings and imports of CSV files.
class ManageFuzzTest extends Fuzzing {
  private static final String BELOW = "/api/v1/agents/{agentId}/";
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 7));
  private static final int LEAST = 300;

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void whateverIsSentIsAnsweredAsAProblemOrAsDocumentedAndWhatIsRefusedLeavesNothing(
      TestDatabases engine) {
    try (TestServer server = TestServer.on(engine, settings())) {
      OpenFuzzTest.addFields(server);
      fire(server);
      awaitQuiet(server);
      assertThat(counts(server, OpenFuzzTest.WHOLE)).as("seed %d", seed).isEmpty();
      settle();
      System.out.printf("%s, seed %d: %s%n", engine, seed, outcomes);
    }
  }

  private void fire(TestServer server) {
    KeyDraft draft = KeyDraft.of(server.organization(), "fuzz", List.of("*")).limited(Limits.NONE);
    ManageClient client =
        ManageClient.key(
            server, server.keys().issue(draft, By.system("test")).text().token().reveal());
    right.putAll(server.things());
    right.put("formId", OpenFuzzTest.form(server));
    List<String> custom = OpenFuzzTest.fields().stream().map(CustomField::key).toList();
    right.put("key", custom.getFirst());
    ApiFile file = ApiFile.manage(server);
    OpenShots all = new OpenShots(file, BELOW, right, client.headers(), custom);
    fire(server, file, all, TIME, LEAST, _ -> freshThings(client));
  }

  @Override
  Map<Setting<?>, String> settings() {
    Map<Setting<?>, String> settings = super.settings();
    settings.put(Setting.FILES_PER_CONTACT, "100000");
    return settings;
  }

  /// An archived agent, or a second one, would be the end of all the rest.
  @Override
  boolean isSkipped(Shot shot) {
    return shot.path().endsWith("/status") || shot.path().endsWith("/duplicate");
  }

  /// Whether it came with its length, so that all of it was read.
  @Override
  boolean isWhole(RawClient.Answer answer) {
    return answer.header("Transfer-Encoding").isEmpty();
  }

  /// What shots may have taken away: a note, a file and an import that waits.
  private void freshThings(ManageClient client) {
    String agent = BELOW.replace("{agentId}", right.get("agentId"));
    String contact = agent + "contacts/" + right.get("contactId");
    right.put("noteId", id(client.send("POST", contact + "/notes", "{\"text\":\"right\"}")));
    HttpResponse<String> uploaded = upload(client, contact + "/files", "f.txt", "right");
    right.put("fileId", ApiFile.read(uploaded.body()).at("/items/0/id").asText());
    var _ = client.send("POST", agent + "imports/" + right.get("importId") + "/cancel", "");
    String sheet = "id,name,email,note\n" + "r-%d,Ann,r-%d@example.com,\n".repeat(20);
    Object[] numbers = new Integer[40];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / 2;
    }
    HttpResponse<String> sent =
        upload(client, agent + "imports", "right.csv", sheet.formatted(numbers));
    if (sent.statusCode() == 201) { // or too many that were shot wait already
      right.put("importId", id(sent));
    }
  }

  private String id(HttpResponse<String> made) {
    assertThat(made.statusCode()).as("seed %d: %s", seed, made.body()).isEqualTo(201);
    return ApiFile.read(made.body()).path("id").asText();
  }

  private static HttpResponse<String> upload(
      ManageClient client, String path, String name, String content) {
    String body =
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n--cut--\r\n"
            .formatted(name, content);
    return client.send("POST", path, body, "Content-Type", "multipart/form-data; boundary=cut");
  }

  // What is answered

  @Override
  void judgeBody(ApiFile file, Shot shot, RawClient.Answer answer, String told) {
    if (answer.status() >= 400) {
      assertThat(answer.header("Content-Type")).as(told).isEqualTo("application/problem+json");
      JsonNode problem = file.api().at("/components/schemas/Problem");
      assertThat(problems("Problem", file, problem, answer)).as(told).isEmpty();
    } else if (answer.header("Content-Type").equals("application/json")) {
      JsonNode operation =
          file.api().path("paths").path(shot.path()).path(shot.method().toLowerCase(Locale.ROOT));
      JsonNode documented =
          file.resolved(operation.path("responses").path("" + answer.status()))
              .at("/content/application~1json/schema");
      if (!documented.isMissingNode() && isThere(shot)) {
        assertThat(problems(shot.method() + shot.path(), file, documented, answer))
            .as(told)
            .isEmpty();
      }
    }
  }

  /// Whether its holes are filled so that it leads where its path says.
  private boolean isThere(Shot shot) {
    String path = shot.path();
    for (Map.Entry<String, String> hole : right.entrySet()) {
      path = path.replace("{" + hole.getKey() + "}", hole.getValue());
    }
    return shot.target().replaceFirst("\\?.*", "").equals(path);
  }

  private List<String> problems(
      String name, ApiFile file, JsonNode schema, RawClient.Answer answer) {
    Schema compiled = schemas.computeIfAbsent(name, _ -> file.compiled(schema));
    return ApiFile.problems(compiled, ApiFile.read(answer.body()));
  }

  // What is left

  /// Anything that a request may change; none of it may by one that is refused.
  private static final String ALL =
      """
      SELECT 'contacts ' || count(*) || ' ' || coalesce(sum(version), 0) FROM contact
      UNION ALL SELECT 'uniques ' || count(*) FROM contact_unique
      UNION ALL SELECT 'counted ' || coalesce(sum(n), 0) FROM contact_count
      UNION ALL SELECT 'events ' || count(*) FROM outbox_event
      UNION ALL SELECT 'notes ' || count(*) FROM contact_note
      UNION ALL SELECT 'files ' || count(*) || ' ' || coalesce(sum(size), 0) FROM contact_file
      UNION ALL SELECT 'bytes ' || coalesce(sum(bytes), 0) FROM file_usage
      UNION ALL SELECT 'forms ' || count(*) || ' ' || coalesce(sum(version), 0) FROM form
      UNION ALL SELECT 'settings ' || coalesce(sum(version), 0) FROM crm_setup
      UNION ALL SELECT 'imports ' || count(*) FROM contact_import
      UNION ALL SELECT state || ' ' || count(*) FROM contact_import GROUP BY state
      UNION ALL SELECT 'traces ' || count(*) FROM contact_import_deed
      UNION ALL SELECT 'keys ' || count(*) FROM idempotency
      UNION ALL SELECT 'changes ' || count(*) FROM audit_entry WHERE status = 'SUCCESS'
      """;

  @Override
  List<String> state(TestServer server) {
    return counts(server, ALL);
  }

  /// Waits until no import is at work.
  @Override
  void awaitQuiet(TestServer server) {
    String working = "SELECT id FROM contact_import WHERE state IN ('running', 'undoing')";
    long end = System.nanoTime() + SETTLING.toNanos();
    while (!counts(server, working).isEmpty()) {
      assertThat(System.nanoTime()).as("seed %d: imports are at work", seed).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /// No file is left of what arrived, and none is anywhere else.
  private void settle() {
    long end = System.nanoTime() + SETTLING.toNanos();
    while (arriving() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait(); // an upload that was just aborted is on its way out
    }
    assertThat(arriving()).as("seed %d", seed).isZero();
    holdThatNoNameLedAway();
  }

  private long arriving() {
    return walk(data)
        .filter(path -> path.endsWith(".tmp") || path.contains("drafts/"))
        .filter(path -> Files.isRegularFile(data.resolve(path)))
        .count();
  }
}
