package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.people.Role;
import latchkey.people.TestPeople.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditAtTheDoorTest {
  private static final String AUDIT = "/api/v1/audit";
  private static final String ENTRY = AUDIT + "/entries/{entryNumber}";
  private static final String EXPORT = AUDIT + "/export";
  private static final String PROOF = AUDIT + "/verification";

  private final TestServer server = TestServer.start();
  private final ApiFile file = ApiFile.manage(server);
  private final SignedIn mel = server.people().member(server.organization(), "mel", Role.MEMBER);
  private final ManageClient member = ManageClient.session(server, mel);
  private final ManageClient owner =
      ManageClient.session(
          server, server.people().member(server.organization(), "own", Role.OWNER));

  @AfterEach
  void stop() {
    server.close();
  }

  private void append(By by, Event... events) {
    server
        .server()
        .database()
        .write(
            tx -> {
              AuditLog.append(tx, server.organization(), by, List.of(events));
              return true;
            });
  }

  private By mel() {
    return By.person(
        mel.session().person().id(), "Mel", new Origin("192.0.2.1", "curl/8", "req_1"));
  }

  private static Event looked(String id) {
    return Event.of(Action.READ, "Thing", id, "Looked at the thing " + id);
  }

  private JsonNode list(ManageClient who, String query) {
    return file.documented(200, "get", AUDIT, who.get(AUDIT + query));
  }

  private static List<String> things(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("resourceId").asText()).toList();
  }

  @Test
  void ownersSeeAllEntriesAndMembersTheirOwn() {
    append(By.system("test"), looked("t1"));
    append(mel(), looked("t2"), looked("t3").failed());
    assertThat(things(list(owner, "?resource=Thing"))).containsExactly("t3", "t2", "t1");
    assertThat(things(list(member, "?resource=Thing"))).containsExactly("t3", "t2");
    assertThat(things(list(owner, "?resource=Thing&status=failed"))).containsExactly("t3");
    assertThat(things(list(owner, "?actor=" + mel().id()))).contains("t3", "t2");
    assertThat(things(list(owner, "?search=THING%20T2&action=read"))).containsExactly("t2");
    assertThat(things(list(owner, "?resource=Thing&to=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(things(list(owner, "?from=2020-01-01T00:00:00Z&resourceId=t1")))
        .containsExactly("t1");
    file.documented(403, "get", AUDIT, member.get(AUDIT + "?actor=somebody"));
    file.documented(400, "get", AUDIT, owner.get(AUDIT + "?action=nothing"));
    file.documented(400, "get", AUDIT, owner.get(AUDIT + "?from=yesterday"));
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (int i = 0; i < 7; i++) {
      append(mel(), looked("t" + i));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = list(member, "?resource=Thing&limit=3" + cursor);
      seen.addAll(things(page));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("t6", "t5", "t4", "t3", "t2", "t1", "t0");
  }

  @Test
  void anEntryOfAnotherPersonIsLikeNoneToAMember() {
    append(By.system("test"), looked("t1"));
    append(mel(), looked("t2"));
    JsonNode items = list(owner, "?resource=Thing").path("items");
    String mine = AUDIT + "/entries/" + items.at("/0/number").asText();
    String others = AUDIT + "/entries/" + items.at("/1/number").asText();
    JsonNode shown = file.documented(200, "get", ENTRY, member.get(mine));
    assertThat(shown).isEqualTo(items.get(0));
    assertThat(shown.path("address").asText()).isEqualTo("192.0.2.1");
    file.documented(200, "get", ENTRY, owner.get(others));
    file.documented(404, "get", ENTRY, member.get(others));
    file.documented(404, "get", ENTRY, owner.get(AUDIT + "/entries/999999"));
  }

  @Test
  void anExportIsAFileInPartsThatMakeAWhole() {
    List<Event> many = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      many.add(looked("t" + i));
    }
    append(mel(), many.toArray(Event[]::new));
    List<String> lines = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int files = 0;
    do {
      HttpResponse<String> part =
          owner.get(
              EXPORT + "?format=csv&resource=Thing" + cursor.map("&cursor="::concat).orElse(""));
      assertThat(part.statusCode()).isEqualTo(200);
      assertThat(part.headers().firstValue("Content-Disposition").orElseThrow())
          .contains("audit.csv");
      part.body().lines().forEach(lines::add);
      cursor = part.headers().firstValue("Latchkey-Next");
      files++;
    } while (cursor.isPresent());
    assertThat(files).isEqualTo(2);
    assertThat(lines).hasSize(6_001).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).startsWith("Timestamp,User,");

    HttpResponse<String> json = member.get(EXPORT + "?format=jsonl&resourceId=t7");
    assertThat(json.body().lines()).singleElement().asString().contains("\"resourceId\":\"t7\"");
    assertThat(json.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    file.documented(400, "get", EXPORT, owner.get(EXPORT + "?format=xml"));
  }

  @Test
  void theProofNamesTheFirstBrokenEntry() {
    append(mel(), looked("t1"), looked("t2"));
    JsonNode proven = file.documented(200, "get", PROOF, owner.get(PROOF));
    assertThat(proven.path("proven").asBoolean()).isTrue();
    server
        .server()
        .database()
        .write(
            tx ->
                tx.handle()
                    .execute("UPDATE audit_entry SET description = '' WHERE resource_id = 't1'"));
    JsonNode broken = file.documented(200, "get", PROOF, owner.get(PROOF));
    assertThat(broken.path("proven").asBoolean()).isFalse();
    assertThat(broken.path("broken").asLong()).isEqualTo(proven.path("last").asLong() - 1);
    file.documented(403, "get", PROOF, member.get(PROOF));
  }

  @Test
  void aManagementKeyReadsTheLogWithItsPermission() {
    append(mel(), looked("t1"));
    KeyDraft draft =
        KeyDraft.of(server.organization(), "auditor", List.of("audit.read")).limited(Limits.NONE);
    ManageClient auditor =
        ManageClient.key(
            server, server.keys().issue(draft, By.system("test")).text().token().reveal());
    assertThat(things(list(auditor, "?resource=Thing"))).containsExactly("t1");
    file.documented(200, "get", PROOF, auditor.get(PROOF));
    file.documented(403, "get", "/api/v1/agents", auditor.get("/api/v1/agents"));
  }
}
