package latchkey;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;

/// An integration at the open door.
///
/// @param headers its credential
public record OpenClient(TestServer server, List<String> headers) {
  public static OpenClient nobody(TestServer server) {
    return new OpenClient(server, List.of());
  }

  public static OpenClient with(TestServer server, IssuedKey key) {
    return new OpenClient(
        server,
        List.of("X-API-Key", key.text().apiKey(), "X-API-Secret", key.text().apiSecret().reveal()));
  }

  /// With a new key of the demo's organization that may do all with contacts of that agent.
  public static OpenClient of(TestServer server, String agent) {
    return with(
        server,
        server
            .keys()
            .issue(
                KeyDraft.of(server.organization(), "sync", List.of("contacts.*"))
                    .forAgent(agent)
                    .limited(Limits.NONE),
                By.system("test")));
  }

  public HttpResponse<String> get(String path, String... more) {
    return send("GET", path, "", more);
  }

  /// Shows the key on a request that is made elsewhere.
  void sign(HttpRequest.Builder request) {
    request.headers(headers.toArray(String[]::new));
  }

  /// Sends a request with a body of JSON, or with none if that is empty.
  public HttpResponse<String> send(String method, String path, String json, String... more) {
    return server.send(headers, method, path, json, more);
  }

  static JsonNode data(HttpResponse<String> response) {
    return ApiFile.read(response.body()).path("data");
  }
}
