package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.people.Role;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Files of contacts at the manage door.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesByPeopleTest {
  private static final String ALL = "/api/v1/agents/{agentId}/contacts/{contactId}/files";
  private static final String ONE = ALL + "/{fileId}";

  private TestServer server;
  private ApiFile file;
  private ManageClient member;
  private int contacts;
  private String files;

  @BeforeAll
  void start() {
    server = TestServer.start(Map.of(Setting.MAX_UPLOAD, "1MB", Setting.FILES_PER_CONTACT, "4"));
    file = ApiFile.manage(server);
    member =
        ManageClient.session(
            server, server.people().member(server.organization(), "mia", Role.MEMBER));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void contact() {
    String all = "/api/v1/agents/" + server.agents().getFirst() + "/contacts";
    String json = "{\"email\":\"f%d@example.com\"}".formatted(++contacts);
    JsonNode made = ApiFile.read(member.send("POST", all, json).body());
    files = all + "/" + made.at("/contact/id").asText() + "/files";
  }

  private static String part(String disposition, String content) {
    return "--cut\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        .formatted(disposition, content);
  }

  private static String file(String name, String content) {
    return part("name=\"file\"; filename=\"" + name + "\"", content);
  }

  private HttpResponse<String> upload(ManageClient who, String parts, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "Content-Type";
    headers[1] = "multipart/form-data; boundary=cut";
    System.arraycopy(more, 0, headers, 2, more.length);
    return who.send("POST", files, parts + "--cut--\r\n", headers);
  }

  private JsonNode done(int status, String method, String path, HttpResponse<String> answer) {
    return file.documented(status, method, path, answer);
  }

  private JsonNode list(String query) {
    return done(200, "get", ALL, member.get(files + query));
  }

  @Test
  void aPersonUploadsListsReadsDownloadsAndDeletesAndTheAuditLogSaysSo() {
    JsonNode made =
        done(201, "post", ALL, upload(member, file("a.txt", "first") + file("b.csv", "x,y")));
    assertThat(made.findValuesAsText("name")).containsExactly("a.txt", "b.csv");
    String id = made.at("/items/0/id").asText();
    assertThat(made.at("/items/0/uploadedBy").asText()).isEqualTo("mia");

    JsonNode first = list("?limit=1");
    JsonNode second = list("?limit=1&cursor=" + first.path("next").asText());
    assertThat(List.of(first.at("/items/0"), second.at("/items/0")))
        .containsExactlyElementsOf(made.path("items"));
    assertThat(second.has("next")).isFalse();
    JsonNode one = done(200, "get", ONE, member.get(files + "/" + id));
    assertThat(one).isEqualTo(made.at("/items/0"));

    var content = member.get(files + "/" + id + "/content");
    assertThat(content.body()).isEqualTo("first");
    assertThat(content.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; ");
    assertThat(content.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
    var range = member.send("GET", files + "/" + id + "/content", "", "Range", "bytes=1-2");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("ir");

    done(204, "delete", ONE, member.send("DELETE", files + "/" + id, ""));
    for (String gone : List.of("", "/content")) {
      assertThat(member.get(files + "/" + id + gone).statusCode()).isEqualTo(404);
    }
    done(404, "delete", ONE, member.send("DELETE", files + "/" + id, ""));
    JsonNode entries =
        ApiFile.read(member.get("/api/v1/audit?resource=File&resourceId=" + id).body());
    assertThat(entries.findValuesAsText("description"))
        .containsExactly("Deleted the file \"a.txt\"", "Uploaded the file \"a.txt\"");
  }

  @Test
  void whatIsRefusedSaysWhyAndLeavesNothing() {
    refused(400, "no_file", upload(member, part("name=\"x\"; filename=\"\"", "")));
    refused(400, "invalid_request", upload(member, part("name=\"note\"", "a field")));
    refused(415, "executable_file", upload(member, file("a.txt", "a") + file("b.exe", "MZ")));
    refused(413, "payload_too_large", upload(member, file("big", "x".repeat(1_100_000))));
    refused(415, "unsupported_media_type", member.send("POST", files, "{}"));
    refused(
        409,
        "too_many_files",
        upload(
            member,
            file("a", "1") + file("b", "2") + file("c", "3") + file("d", "4") + file("e", "5")));
    assertThat(list("").path("items")).isEmpty();
  }

  private static void refused(int status, String code, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(ApiFile.read(answer.body()).path("code").asText()).isEqualTo(code);
  }

  @Test
  void aRepeatIsAnsweredAndNotDone() {
    String[] once = {"Idempotency-Key", "k1"};
    var first = upload(member, file("a", "1"), once);
    var repeat = upload(member, file("a", "1"), once);
    assertThat(repeat.body()).isEqualTo(first.body());
    assertThat(list("").path("items")).hasSize(1);
    refused(409, "idempotency_key_used", upload(member, file("a", "2"), once));
  }

  @Test
  void aKeyOfOneAgentSeesNoFileOfAnother() {
    String made = upload(member, file("a", "1")).body();
    String id = ApiFile.read(made).at("/items/0/id").asText();
    KeyDraft draft =
        KeyDraft.of(server.organization(), "k", List.of("contacts.*")).limited(Limits.NONE);
    for (int agent = 0; agent < 2; agent++) {
      var issued =
          server.keys().issue(draft.forAgent(server.agents().get(agent)), By.system("test"));
      ManageClient key = ManageClient.key(server, issued.text().token().reveal());
      int seen = agent == 0 ? 200 : 404;
      for (String path : List.of("", "/" + id, "/" + id + "/content")) {
        assertThat(key.get(files + path).statusCode()).isEqualTo(seen);
      }
      assertThat(upload(key, file("b", "2")).statusCode()).isEqualTo(agent == 0 ? 201 : 404);
    }
  }

  @Test
  void whatAManagementKeyDoesToContactsAndFilesIsAudited() {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "Desk", List.of("contacts.*", "audit.read"))
            .limited(Limits.NONE);
    IssuedKey issued = server.keys().issue(draft, By.system("test"));
    ManageClient key = ManageClient.key(server, issued.text().token().reveal());
    String contact = files.substring(0, files.lastIndexOf('/'));
    assertThat(key.send("PATCH", contact, "{\"name\":\"Ann\"}").statusCode()).isEqualTo(200);
    assertThat(key.send("POST", contact + "/archive", "").statusCode()).isEqualTo(200);
    assertThat(key.send("POST", contact + "/unarchive", "").statusCode()).isEqualTo(200);
    String made = upload(key, file("a.txt", "1")).body();
    String id = ApiFile.read(made).at("/items/0/id").asText();
    assertThat(key.send("DELETE", files + "/" + id, "").statusCode()).isEqualTo(204);

    String actor = issued.key().id().toString();
    String contactId = contact.substring(contact.lastIndexOf('/') + 1);
    assertThat(audited(key, actor, "Contact", contactId))
        .containsExactly(
            "Restored the contact \"Ann\"",
            "Archived the contact \"Ann\"",
            "Changed the contact \"Ann\"");
    assertThat(audited(key, actor, "File", id))
        .containsExactly("Deleted the file \"a.txt\"", "Uploaded the file \"a.txt\"");
  }

  private static List<String> audited(ManageClient who, String actor, String resource, String id) {
    String asked = "?actor=%s&resource=%s&resourceId=%s".formatted(actor, resource, id);
    return ApiFile.read(who.get("/api/v1/audit" + asked).body()).findValuesAsText("description");
  }
}
