package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The open door's own manners, whatever is behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDoorTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void healthNeedsNoKey() {
    HttpResponse<String> response = server.get("/v1/open/health");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"success\":true,\"message\":\"OK\",\"data\":{\"status\":\"ok\"}}");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(send("HEAD", "/v1/open/health").statusCode()).isEqualTo(200);
    assertThat(send("OPTIONS", "/v1/open/health").headers().firstValue("Allow"))
        .hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void whereThereIsNothingItIsSaidInTheDoorsOwnForm() {
    for (String path : new String[] {"/v1/open", "/v1/open/", "/v1/open/nothing/here"}) {
      for (String method : new String[] {"GET", "POST", "DELETE", "OPTIONS"}) {
        HttpResponse<String> response = send(method, path, "Accept", "text/html, */*");
        assertThat(response.statusCode()).as(method + " " + path).isEqualTo(404);
        assertThat(error(response).path("code").asText()).isEqualTo("not_found");
      }
    }
  }

  @Test
  void aWrongMethodIsToldWhichAreRight() {
    HttpResponse<String> response = send("DELETE", "/v1/open/health");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(error(response).path("code").asText()).isEqualTo("method_not_allowed");
    HttpResponse<String> refused = send("GET", "/v1/open/health", "Accept", "text/html");
    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(error(refused).path("code").asText()).isEqualTo("not_acceptable");
  }

  @Test
  void otherDoorsKeepTheirForm() {
    HttpResponse<String> response = server.get("/v1/openness");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  private HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.noBody());
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonNode error(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode body = ApiFile.read(response.body());
    assertThat(body.path("success").isBoolean()).isTrue();
    assertThat(body.path("success").asBoolean()).isFalse();
    assertThat(body.path("message").asText()).isNotEmpty();
    assertThat(body.at("/error/fields").isArray()).isTrue();
    return body.path("error");
  }
}
