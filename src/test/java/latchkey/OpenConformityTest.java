package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every operation on contacts and their files succeeds once, and answers as the OpenAPI file says.
class OpenConformityTest {
  private static final String CONTACTS = "/v1/open/contacts";

  private final Map<String, String> ids = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();

  @Test
  void everySuccessIsAsDocumented() {
    try (TestServer server = TestServer.start()) {
      ids.put("agentId", server.agents().getFirst());
      OpenClient client = OpenClient.of(server, ids.get("agentId"));
      ApiFile file = ApiFile.open(server);
      Asking all = new Asking(client, file);

      all.ask(200, "GET", CONTACTS + "/schema/chatbots/{agentId}", "");
      String json =
          "{\"externalReferenceId\":\"conform\",\"email\":\"c@example.com\",\"name\":\"C\"}";
      JsonNode made = all.ask(201, "POST", CONTACTS + "/chatbots/{agentId}", json);
      ids.put("contactId", made.at("/data/id").asText());
      ids.put("externalReferenceId", "conform");
      JsonNode again =
          all.ask(201, "POST", CONTACTS + "/chatbots/{agentId}", "{\"email\":\"c@example.com\"}");
      assertThat(again.path("warnings")).hasSize(1);
      all.ask(200, "GET", CONTACTS + "/chatbots/{agentId}", "");
      for (String who : new String[] {"/mantisid/{contactId}", "/{externalReferenceId}"}) {
        String one = CONTACTS + who + "/chatbots/{agentId}";
        all.ask(200, "GET", one, "");
        all.ask(200, "PUT", one, "{\"stage\":\"Customer\",\"gender\":null}");
        all.ask(200, "PATCH", one + "/archive", "");
        all.ask(200, "PATCH", one + "/unarchive", "{}");
        JsonNode uploaded = all.upload(one + "/files");
        ids.put("fileId", uploaded.at("/data/0/id").asText());
        all.ask(200, "GET", one + "/files", "");
        all.ask(200, "GET", one + "/files/{fileId}", "");
        all.download(one + "/files/{fileId}/content");
        JsonNode deleted = all.ask(200, "DELETE", one + "/files/{fileId}", "");
        assertThat(deleted.path("data").isNull()).isTrue();
      }
      assertThat(asked).containsAll(documented(file));
    }
  }

  private static Set<String> documented(ApiFile file) {
    Set<String> all = new TreeSet<>();
    for (var path : file.api().path("paths").properties()) {
      for (String method : ApiFile.names(path.getValue())) {
        if (path.getKey().startsWith(CONTACTS)) {
          all.add(method + " " + path.getKey());
        }
      }
    }
    return all;
  }

  private final class Asking {
    private final OpenClient client;
    private final ApiFile file;

    Asking(OpenClient client, ApiFile file) {
      this.client = client;
      this.file = file;
    }

    JsonNode ask(int status, String method, String path, String json) {
      return judged(status, method, path, client.send(method, filled(path), json));
    }

    JsonNode upload(String path) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(client.server().url() + filled(path)))
              .header("Content-Type", "multipart/form-data; boundary=cut")
              .POST(
                  BodyPublishers.ofString(
                      """
                      --cut\r
                      Content-Disposition: form-data; name="f"; filename="f.txt"\r
                      \r
                      content\r
                      --cut--\r
                      """));
      client.sign(request);
      return judged(201, "POST", path, client.server().send(request));
    }

    /// The file itself, whatever type it is of.
    void download(String path) {
      HttpResponse<String> whole = client.get(filled(path));
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("content");
      assertThat(client.get(filled(path), "Range", "bytes=1-2").statusCode()).isEqualTo(206);
      asked.add("get " + path);
    }

    private JsonNode judged(int status, String method, String path, HttpResponse<String> response) {
      String lower = method.toLowerCase(Locale.ROOT);
      asked.add(lower + " " + path);
      return file.documented(status, lower, path, response);
    }

    private String filled(String path) {
      String at = path;
      for (Map.Entry<String, String> id : ids.entrySet()) {
        at = at.replace("{" + id.getKey() + "}", id.getValue());
      }
      return at;
    }
  }
}
