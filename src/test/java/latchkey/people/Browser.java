package latchkey.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import latchkey.ApiFile;
import latchkey.TestServer;

/// Somebody's browser at a server: it keeps the session's cookie, and shows the csrf token. Every
/// answer is what the OpenAPI file says.
final class Browser {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COOKIE = "latchkey_session=";

  private final TestServer server;
  private final ApiFile file;
  private String cookie = "";
  private String csrf = "";

  Browser(TestServer server) {
    this.server = server;
    this.file = ApiFile.manage(server);
  }

  /// Of the demo's member of that role, who is signed in.
  static Browser of(TestServer server, Role role) {
    Browser browser = new Browser(server);
    browser.cookie = server.session(role);
    browser.csrf = browser.get("/api/v1/me").json().path("csrfToken").asText();
    return browser;
  }

  record Reply(int status, JsonNode json, HttpResponse<String> response) {
    String code() {
      return json.path("code").asText();
    }

    String etag() {
      return response.headers().firstValue("ETag").orElse("");
    }
  }

  String cookie() {
    return cookie;
  }

  Reply get(String path) {
    return send("GET", path, "", Optional.empty());
  }

  Reply delete(String path) {
    return send("DELETE", path, "", Optional.empty());
  }

  Reply post(String path, String json) {
    return send("POST", path, json, Optional.empty());
  }

  Reply put(String path, String json) {
    return send("PUT", path, json, Optional.empty());
  }

  Reply patch(String path, String json) {
    return send("PATCH", path, json, Optional.empty());
  }

  Reply patch(String path, String json, String etag) {
    return send("PATCH", path, json, Optional.of(etag));
  }

  private Reply send(String method, String path, String json, Optional<String> etag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Content-Type", "application/json")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!cookie.isEmpty()) {
      request.header("Cookie", COOKIE + cookie).header("Latchkey-Csrf", csrf);
    }
    etag.ifPresent(version -> request.header("If-Match", version));
    HttpResponse<String> response = server.send(request);
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = set.substring(COOKIE.length(), set.indexOf(';')));
    var _ =
        file.documented(
            response.statusCode(), method.toLowerCase(Locale.ROOT), template(path), response);
    JsonNode body = read(response.body());
    if (body.has("csrfToken")) {
      csrf = body.path("csrfToken").asText();
    }
    return new Reply(response.statusCode(), body, response);
  }

  /// The path as the file has it.
  private String template(String path) {
    String[] asked = path.split("[?]", 2)[0].split("/", -1);
    for (var known : file.api().path("paths").properties()) {
      String[] parts = known.getKey().split("/", -1);
      boolean same = parts.length == asked.length;
      for (int i = 0; same && i < parts.length; i++) {
        same = parts[i].equals(asked[i]) || (parts[i].startsWith("{") && !literal(asked, i));
      }
      if (same) {
        return known.getKey();
      }
    }
    throw new AssertionError("undocumented: " + path);
  }

  /// Whether the file has the asked path with this part as it stands.
  private boolean literal(String[] asked, int part) {
    String path = String.join("/", asked);
    return part > 0 && file.api().path("paths").has(path);
  }

  private static JsonNode read(String body) {
    try {
      return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }
}
