import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A contact from its creation to the archive. Needs a JDK 25, and nothing else:
///
///     LATCHKEY_URL=http://127.0.0.1:8080 LATCHKEY_API_KEY=… LATCHKEY_API_SECRET=… LATCHKEY_AGENT=… java Contacts.java
class Contacts {
  private static final String AGENT = "/chatbots/" + System.getenv("LATCHKEY_AGENT");

  private final HttpClient client = HttpClient.newHttpClient();

  String call(String method, String path, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(System.getenv("LATCHKEY_URL") + "/v1/open/contacts" + path))
            .header("X-API-Key", System.getenv("LATCHKEY_API_KEY"))
            .header("X-API-Secret", System.getenv("LATCHKEY_API_SECRET"));
    if (json.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json));
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    System.out.println(response.body());
    return response.body();
  }

  static void main() throws Exception {
    Contacts contacts = new Contacts();
    String id = "example-java-" + UUID.randomUUID();
    String one = "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + AGENT;
    contacts.call(
        "POST",
        AGENT,
        """
        {"externalReferenceId": "%1$s", "name": "Ada", "email": "%1$s@example.com"}
        """
            .formatted(id));
    contacts.call("GET", one, "");
    contacts.call("PUT", one, "{\"stage\": \"Customer\"}");
    contacts.call("GET", AGENT + "?email=" + id + "@example.com", "");
    contacts.call("PATCH", one + "/archive", "");
  }
}
