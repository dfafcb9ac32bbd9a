package latchkey;

import java.net.http.HttpResponse;
import java.util.List;
import latchkey.people.TestPeople.SignedIn;

/// Somebody at the manage door.
///
/// @param headers what proves who it is
public record ManageClient(TestServer server, List<String> headers) {
  public static ManageClient nobody(TestServer server) {
    return new ManageClient(server, List.of());
  }

  public static ManageClient key(TestServer server, String token) {
    return new ManageClient(server, List.of("Authorization", "Bearer " + token));
  }

  public static ManageClient session(TestServer server, SignedIn who) {
    return new ManageClient(
        server, List.of("Cookie", who.cookie(), "Latchkey-Csrf", who.session().csrfToken()));
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  /// Sends a request with a body of JSON, or with none if that is empty.
  public HttpResponse<String> send(String method, String path, String json, String... more) {
    return server.send(headers, method, path, json, more);
  }
}
