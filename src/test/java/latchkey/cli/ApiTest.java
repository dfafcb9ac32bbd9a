package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import latchkey.crypto.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked twice and what is not, at a socket that answers as each test says.
final class ApiTest {
  private static final String DONE =
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"id\":\"x\"}";

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Api api =
      new Api(
          new Profile(
              "test",
              URI.create("http://127.0.0.1:" + socket.getLocalPort()),
              Credential.key("the key")));

  ApiTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    api.close();
    socket.close();
  }

  /// Answers one connection after the other; an empty answer breaks it.
  private void answer(String... answers) {
    Thread.ofVirtual()
        .start(
            () -> {
              for (var answer : answers) {
                try (var connection = socket.accept()) {
                  var bytes = new byte[8192];
                  int length = connection.getInputStream().read(bytes);
                  asked.add(new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8));
                  connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                  return; // The test is over.
                }
              }
            });
  }

  private static Ask creation() {
    return Ask.create("/api/v1/things", JsonNodeFactory.instance.objectNode());
  }

  private String header(int request, String name) {
    return asked
        .get(request)
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCreationWhoseConnectionBreaksIsAskedOnceMoreAsTheSameOne() {
    answer("", DONE);
    assertThat(api.send(creation()).json().path("id").asText()).isEqualTo("x");
    assertThat(asked).hasSize(2);
    assertThat(header(1, "Idempotency-Key")).isEqualTo(header(0, "Idempotency-Key"));
  }

  @Test
  void aCreationIsAskedAtMostTwice() {
    answer("", "", DONE);
    assertThatThrownBy(() -> api.send(creation()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("what was asked may have happened");
    assertThat(asked).hasSize(2);
  }

  @Test
  void noTwoCreationsAreTheSame() {
    assertThat(creation().headers()).isNotEqualTo(creation().headers());
  }

  @Test
  void whatCannotBeRepeatedIsNotAskedAgain() {
    answer("", DONE);
    assertThatThrownBy(() -> api.send(Ask.of("DELETE", "/api/v1/things/x")))
        .hasMessageContaining("what was asked may have happened");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aRedirectDoesNotTakeTheKeyElsewhere() {
    answer(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    assertThatThrownBy(() -> api.send(Ask.get("/api/v1/things"))).isInstanceOf(Refused.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsNoLatchkeyIsSaidToBeNone() {
    answer("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
    assertThatThrownBy(() -> api.send(Ask.get("/"))).hasMessageContaining("is no Latchkey");
  }

  @Test
  void aSessionShowsItsOriginAndNoKey() {
    var session = new Credential.Session(new Secret("s"));
    assertThat(session.headers(URI.create("https://keys.example.com:8443/base")))
        .isEqualTo(
            Map.of("Cookie", "latchkey_session=s", "Origin", "https://keys.example.com:8443"));
  }

  @Test
  void whatAPersonTypesStaysOneSegmentOfThePath() {
    assertThat(Ask.path("/api/v1/keys", "../a b/é?#", "..", ""))
        .isEqualTo("/api/v1/keys/..%2Fa%20b%2F%C3%A9%3F%23/%2E%2E/");
    assertThat(Ask.get("/x").query(List.of(Map.entry("a b", "1&2+3"))).target())
        .isEqualTo("/x?a%20b=1%262%2B3");
  }
}
