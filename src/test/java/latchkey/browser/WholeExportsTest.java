package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import latchkey.TestServer;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Batch;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Files that people export from lists which the API answers in several parts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeExportsTest {
  private static final int KEYS = 1_010;
  private static final int ENTRIES = 5_300;
  private static final int USED_KEYS = 10_100;
  private TestServer server;
  private Wire owner;

  @BeforeAll
  void start() {
    server = TestServer.start();
    owner = Wire.session(server, server.session(Role.OWNER));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<String> exported(String path, String name) {
    HttpResponse<String> file = owner.get(path);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"" + name + "\"");
    assertThat(file.headers().firstValue("Cache-Control")).contains("no-store");
    return file.body().lines().toList();
  }

  private void importKeys(int from, int to) {
    String lines =
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    """
                    {"name":"Moved %d","digest":"sha256:%064x","permissions":["contacts.read"]}\
                    """
                        .formatted(i, i + 1L))
            .collect(Collectors.joining("\n"));
    HttpResponse<String> answer = server.post("/api/v1/keys/import", lines);
    assertThat(answer.body()).contains("\"imported\":" + (to - from));
  }

  @Test
  void allKeysAreInOneFileHoweverMany() {
    importKeys(0, 1_000);
    importKeys(1_000, KEYS);
    List<String> csv = exported("/keys/export?format=csv&search=Moved", "keys.csv");
    assertThat(csv).hasSize(KEYS + 1).doesNotHaveDuplicates();
    assertThat(csv.getFirst()).startsWith("\"Name\",\"API key\",");
    List<String> lines = exported("/keys/export?format=jsonl&search=Moved", "keys.jsonl");
    assertThat(lines).hasSize(KEYS).allMatch(line -> line.startsWith("{\"id\":"));
  }

  @Test
  void theWholeAuditLogIsInOneFile() {
    server
        .database()
        .write(
            tx -> {
              for (int i = 0; i < ENTRIES; i++) {
                AuditLog.append(
                    tx,
                    server.organization(),
                    By.system("test"),
                    Event.create("Thing", "t" + i, "Made thing " + i, "{}"));
              }
              return true;
            });
    List<String> csv = exported("/audit-logs/export?format=csv&resource=Thing", "audit.csv");
    assertThat(csv).hasSize(ENTRIES + 1).doesNotHaveDuplicates();
    assertThat(csv.getFirst()).startsWith("Timestamp,User,");
    assertThat(exported("/audit-logs/export?format=jsonl&resource=Thing", "audit.jsonl"))
        .hasSize(ENTRIES)
        .allMatch(line -> line.contains("\"resource\":\"Thing\""));
  }

  private static final String MANY_IN_AN_HOUR =
      """
      INSERT INTO usage_hour (org_id, key_id, hour, action, outcome, secret_slot, count, cost)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?)
      """;

  private static final String ALL_IN_AN_HOUR =
      """
      INSERT INTO usage_total_hour (org_id, agent_id, hour, action, outcome, count, cost)
      VALUES (?, '', ?, 'calls.read', 'granted', ?, ?)
      """;

  /// One key is granted much and refused once; each of many others is granted a little more often.
  private void use(long hour) {
    var _ =
        server
            .database()
            .write(
                tx -> {
                  try (Batch rows = new Batch(tx, MANY_IN_AN_HOUR)) {
                    String org = server.organization();
                    rows.add(org, "busiest", hour, "calls.read", "granted", 1_000, 1_000);
                    rows.add(org, "busiest", hour, "calls.read", "permission_denied", 1, 1);
                    for (int i = 0; i < USED_KEYS; i++) {
                      rows.add(org, "used" + i, hour, "calls.read", "granted", 2, 2);
                    }
                    rows.execute();
                  }
                  try (Batch sums = new Batch(tx, ALL_IN_AN_HOUR)) {
                    sums.add(server.organization(), hour, 21_200, 35_000).execute();
                  }
                  return true;
                });
  }

  @Test
  void allUsageIsInOneFileAndWhatAPageSumsUpIsWhole() {
    long hour = TimeUnit.MILLISECONDS.toHours(System.currentTimeMillis());
    use(hour);
    use(hour - 1);
    String page = owner.get("/usage?range=7d&group=key").body();
    assertThat(page.replaceAll("<[^>]+>|\\s+", " ").replaceAll(" +", " "))
        .containsPattern("Cost 70,0\\d\\d ")
        .contains("busiest 2,000 2 2,002 ")
        .contains("Only the largest are shown; the export has all.");
    Matcher link = Pattern.compile("href=\"(/api/v1/usage/export[^\"]+)\"").matcher(page);
    assertThat(link.find()).isTrue();
    List<String> csv = exported(link.group(1).replace("&amp;", "&"), "usage.csv");
    assertThat(csv.getFirst())
        .isEqualTo("\"time\",\"key\",\"outcome\",\"count\",\"granted\",\"cost\"");
    assertThat(csv)
        .doesNotHaveDuplicates()
        .contains(
            "\"%s\",\"busiest\",\"permission_denied\",\"1\",\"0\",\"1\""
                .formatted(Instant.ofEpochSecond(hour * 3_600)));
    assertThat(csv.stream().filter(line -> line.contains("\"used"))).hasSize(2 * USED_KEYS);
  }

  @Test
  void whatCannotBeExportedIsSaidOnAPage() {
    HttpResponse<String> answer = owner.get("/keys/export?format=pdf");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("format is jsonl or csv.");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
  }
}
