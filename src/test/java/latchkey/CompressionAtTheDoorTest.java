package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressionAtTheDoorTest {
  private final TestServer server = TestServer.start();
  private final String cookie = "latchkey_session=" + server.session(Role.OWNER);

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) {
    return server.get(path, "Cookie", cookie, "Accept-Encoding", "gzip");
  }

  private static String encoding(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Content-Encoding").orElse("none");
  }

  @Test
  void pagesListsAndTheApisFilesAreCompressed() {
    assertThat(encoding(server.get("/sign-in", "Accept-Encoding", "gzip"))).isEqualTo("gzip");
    assertThat(encoding(get("/api/v1/keys"))).isEqualTo("gzip");
    assertThat(encoding(get("/openapi/manage.yaml"))).isEqualTo("gzip");
    assertThat(encoding(get("/openapi/manage.json"))).isEqualTo("gzip");
    assertThat(encoding(get("/docs/manage"))).isEqualTo("gzip");
  }

  @Test
  void whatTellsTheCsrfTokenIsNot() {
    HttpResponse<String> me = get("/api/v1/me");
    assertThat(encoding(me)).isEqualTo("none");
    assertThat(me.headers().firstValue("Vary")).isEmpty();
    assertThat(me.body()).contains("csrfToken");
  }
}
