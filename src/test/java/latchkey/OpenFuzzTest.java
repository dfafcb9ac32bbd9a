package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import latchkey.OpenShots.Shot;
import latchkey.audit.By;
import latchkey.crm.CustomField;
import latchkey.crm.Place;
import latchkey.db.TestDatabases;
import latchkey.forms.FormField;
import latchkey.forms.FormField.Target;
import latchkey.forms.FormTerms;
import latchkey.http.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Thousands of wrong requests to the open door.
class OpenFuzzTest extends Fuzzing {
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 9));

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void whateverIsSentItIsAnsweredInTheDoorsFormAndWhatIsRefusedLeavesNothing(TestDatabases engine) {
    try (TestServer server = TestServer.on(engine, settings())) {
      addFields(server);
      fire(server);
      assertThat(counts(server, WHOLE)).as("seed %d: what belongs together", seed).isEmpty();
      assertThat(counts(server, "SELECT name FROM contact_file"))
          .as("seed %d", seed)
          .noneMatch(name -> name.matches("(?s)\\.*|.*[/\\\\\\p{Cc}\\p{Cf}].*"));
      settle(server);
      System.out.printf("%s, seed %d: %s%n", engine, seed, outcomes);
    }
  }

  static List<CustomField> fields() {
    List<CustomField> fields = new ArrayList<>();
    for (CustomField.Type type : CustomField.Type.values()) {
      List<String> choices = type.choosing() ? List.of("red", "green") : List.of();
      fields.add(
          new CustomField(
              "fuzz" + fields.size(),
              "Fuzz " + type,
              type,
              /* required= */ false,
              /* unique= */ type == CustomField.Type.NUMBER || type == CustomField.Type.TEXT,
              OptionalInt.empty(),
              choices,
              /* archived= */ false));
    }
    return fields;
  }

  static Place place(TestServer server) {
    return new Place(server.organization(), server.agents().getFirst());
  }

  static void addFields(TestServer server) {
    for (CustomField field : fields()) {
      var _ =
          server
              .server()
              .rooms()
              .crm()
              .setups()
              .addField(
                  place(server),
                  field.label(),
                  _ -> field,
                  OptionalLong.empty(),
                  By.system("test"));
    }
  }

  /// One that asks for everything, and writes half of it to the contact.
  static String form(TestServer server) {
    List<FormField> asked = new ArrayList<>();
    asked.add(
        new FormField(
            question("email", CustomField.Type.EMAIL), Optional.of(Target.Standard.EMAIL)));
    for (CustomField field : fields()) {
      boolean fills = asked.size() % 2 == 0;
      asked.add(
          new FormField(
              question(field.key(), field.type()),
              fills ? Optional.of(new Target.Custom(field.key())) : Optional.empty()));
    }
    return server
        .server()
        .rooms()
        .crm()
        .forms()
        .create(
            place(server),
            new FormTerms("Fuzz", "", asked, FormTerms.State.PUBLISHED),
            By.system("test"))
        .id();
  }

  private static CustomField question(String key, CustomField.Type type) {
    return new CustomField(
        key,
        key,
        type,
        /* required= */ false,
        /* unique= */ false,
        OptionalInt.empty(),
        type.choosing() ? List.of("red", "green") : List.of(),
        /* archived= */ false);
  }

  private void fire(TestServer server) {
    String agent = server.agents().getFirst();
    right.put("agentId", agent);
    right.put("formId", form(server));
    OpenClient client = OpenClient.of(server, agent);
    ApiFile file = ApiFile.open(server);
    OpenShots all =
        new OpenShots(
            file,
            "/v1/open",
            right,
            client.headers(),
            fields().stream().map(CustomField::key).toList());
    fire(server, file, all, TIME, 0, number -> freshContact(server, client, number));
  }

  private void freshContact(TestServer server, OpenClient client, int number) {
    String agent = right.get("agentId");
    String external = "right-" + number;
    var made =
        client.send(
            "POST",
            "/v1/open/contacts/chatbots/" + agent,
            "{\"externalReferenceId\":\"%s\",\"email\":\"r%d@example.com\"}"
                .formatted(external, number));
    assertThat(made.statusCode()).as("seed %d: %s", seed, made.body()).isEqualTo(201);
    right.put("externalReferenceId", external);
    right.put("contactId", OpenClient.data(made).path("id").asText());
    HttpRequest.Builder upload =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/v1/open/contacts/%s/chatbots/%s/files"
                        .formatted(server.url(), external, agent)))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(
                BodyPublishers.ofString(
                    """
                    --cut\r
                    Content-Disposition: form-data; name="f"; filename="f.txt"\r
                    \r
                    right\r
                    --cut--\r
                    """));
    client.sign(upload);
    var uploaded = server.send(upload);
    assertThat(uploaded.statusCode()).as("seed %d: %s", seed, uploaded.body()).isEqualTo(201);
    right.put("fileId", OpenClient.data(uploaded).at("/0/id").asText());
  }

  // What is answered

  @Override
  void judgeBody(ApiFile file, Shot shot, RawClient.Answer answer, String told) {
    if (answer.status() >= 400) {
      boolean unreadable = shot.brokenHead() || answer.header("Connection").equals("close");
      if (!unreadable || !answer.header("Content-Type").equals("application/problem+json")) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        JsonNode body = ApiFile.read(answer.body());
        assertThat(ApiFile.problems(error(file), body)).as(told).isEmpty();
      }
    } else if (answer.header("Content-Disposition").isEmpty()) {
      JsonNode body = ApiFile.read(answer.body());
      assertThat(successes(file).anyMatch(s -> ApiFile.problems(s, body).isEmpty()))
          .as(told)
          .isTrue();
    }
  }

  private Schema error(ApiFile file) {
    return schemas.computeIfAbsent(
        "Error", name -> file.compiled(file.api().at("/components/schemas/" + name)));
  }

  /// What the operation may answer, or another one that a wrong path has led to.
  private Stream<Schema> successes(ApiFile file) {
    return ApiFile.names(file.api().at("/components/schemas")).stream()
        .filter(name -> name.endsWith("Answer") || name.equals("Health"))
        .map(
            name ->
                schemas.computeIfAbsent(
                    name, n -> file.compiled(file.api().at("/components/schemas/" + n))));
  }

  // What is left

  /// Anything that a request may change; none of it may by one that is refused.
  private static final String ALL =
      """
      SELECT 'contacts ' || count(*) || ' ' || coalesce(sum(version), 0) FROM contact
      UNION ALL SELECT 'uniques ' || count(*) FROM contact_unique
      UNION ALL SELECT 'counted ' || coalesce(sum(n), 0) FROM contact_count
      UNION ALL SELECT 'events ' || count(*) FROM outbox_event
      UNION ALL SELECT 'files ' || count(*) || ' ' || coalesce(sum(size), 0) FROM contact_file
      UNION ALL SELECT 'bytes ' || coalesce(sum(bytes), 0) FROM file_usage
      UNION ALL SELECT 'submissions ' || count(*) FROM form_submission
      UNION ALL SELECT 'counted submissions ' || coalesce(sum(submissions), 0) FROM form
      UNION ALL SELECT 'keys ' || count(*) FROM idempotency
      UNION ALL SELECT 'audit ' || count(*) FROM audit_entry
      """;

  /// Whatever stands in one table and not in the other one that must go with it.
  static final String WHOLE =
      """
      SELECT 'uncounted ' || c.agent_id FROM (
        SELECT org_id, agent_id, archived, count(*) AS n FROM contact
        GROUP BY org_id, agent_id, archived) c
      WHERE c.n <> (
        SELECT sum(k.n) FROM contact_count k
        WHERE k.org_id = c.org_id AND k.agent_id = c.agent_id AND k.archived = c.archived)
      UNION ALL SELECT 'nobody''s value ' || contact_id FROM contact_unique u
      WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = u.contact_id)
      UNION ALL SELECT 'unheard of ' || id FROM contact c
      WHERE NOT EXISTS (
        SELECT 1 FROM outbox_event e WHERE e.subject_id = c.id AND e.type = 'contact.created')
      UNION ALL SELECT 'nobody''s file ' || id FROM contact_file f
      WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = f.contact_id)
      UNION ALL SELECT 'nobody''s answer ' || id FROM form_submission s
      WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = s.contact_id)
      UNION ALL SELECT 'miscounted form ' || id FROM form f
      WHERE submissions <> (SELECT count(*) FROM form_submission s WHERE s.form_id = f.id)
      UNION ALL SELECT 'miscounted bytes ' || org_id FROM file_usage u
      WHERE bytes <> (
        SELECT coalesce(sum(size), 0) FROM contact_file f WHERE f.org_id = u.org_id)
      """;

  @Override
  List<String> state(TestServer server) {
    return counts(server, ALL);
  }

  /// Files are those that rows name, each below its organization, and nothing is anywhere else.
  private void settle(TestServer server) {
    List<String> named =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("SELECT DISTINCT org_id, sha256 FROM contact_file")
                        .map(
                            (row, _) -> {
                              String hex = HexFormat.of().formatHex(row.getBytes("sha256"));
                              return "blobs/%s/%s/%s"
                                  .formatted(row.getString("org_id"), hex.substring(0, 2), hex);
                            })
                        .list());
    long end = System.nanoTime() + SETTLING.toNanos();
    List<String> kept = kept();
    while (kept.size() != named.size() && System.nanoTime() < end) {
      Thread.onSpinWait(); // an upload that was just aborted is on its way out
      kept = kept();
    }
    assertThat(kept).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(named);
    holdThatNoNameLedAway();
  }

  private List<String> kept() {
    Path files = data.resolve("files");
    return walk(files).filter(path -> Files.isRegularFile(files.resolve(path))).toList();
  }
}
