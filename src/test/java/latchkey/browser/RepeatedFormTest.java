package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import latchkey.TestServer;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Forms that are sent twice, as by an impatient double click or a reload.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedFormTest {
  private static final Pattern TOKEN =
      Pattern.compile("lk_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}");

  private TestServer server;
  private Wire owner;

  @BeforeAll
  void start() {
    server = TestServer.start();
    owner = Wire.session(server, server.session(Role.OWNER));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String path, String once, String... fields) {
    String[] all =
        Stream.concat(Stream.of("_csrf", owner.csrf(), "_once", once), Stream.of(fields))
            .toArray(String[]::new);
    return owner.postFromHere(path, all);
  }

  private HttpResponse<String> create(String once, String name) {
    return send(
        "/keys/new",
        once,
        "do",
        "give",
        "name",
        name,
        "environment",
        "live",
        "permission",
        "contacts.read");
  }

  private static String token(HttpResponse<String> page) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    return token.group();
  }

  private List<String> keys() {
    return Objects.requireNonNull(server.everything().get("api_key"));
  }

  @Test
  void aKeyIsMadeOnceAndItsSecretShownBothTimes() {
    String first = token(create("once-1", "Impatient"));
    List<String> made = keys();
    assertThat(token(create("once-1", "Impatient"))).isEqualTo(first);
    assertThat(keys()).isEqualTo(made);
    assertThat(token(create("once-2", "Impatient"))).isNotEqualTo(first);
  }

  @Test
  void anotherFormUnderTheSameNameIsRefusedAndMakesNothing() {
    String _ = token(create("once-3", "First"));
    List<String> made = keys();
    HttpResponse<String> other = create("once-3", "Second");
    assertThat(other.statusCode()).isIn(400, 409);
    assertThat(TOKEN.matcher(other.body()).find()).isFalse();
    assertThat(keys()).isEqualTo(made);
  }

  @Test
  void aRotationIsStartedOnceAndItsSecretShownBothTimes() {
    String first = token(create("once-4", "Rotating"));
    String rotate = "/keys/" + first.split("_", -1)[2] + "/rotate";
    String second = token(send(rotate, "once-5", "ends", "byHand"));
    assertThat(second).isNotEqualTo(first);
    assertThat(token(send(rotate, "once-5", "ends", "byHand"))).isEqualTo(second);
    assertThat(server.get("/auth", "Authorization", "Bearer " + second).statusCode())
        .isEqualTo(200);
  }
}
