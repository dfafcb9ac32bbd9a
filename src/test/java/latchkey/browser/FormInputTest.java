package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.TestServer;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every form with input that none of our pages sends: some of it may do what it says, such as
/// remove a member, so after that the next form has a server of its own; none of it may fail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormInputTest {
  /// Of which no form finds what it is about, once they are not as they were.
  private static final Set<String> THINGS =
      Set.of("agent", "api_key", "member", "organization", "person");

  private static final List<String> FIELDS =
      List.of(
          "name",
          "description",
          "agent",
          "agentId",
          "environment",
          "permission",
          "permissions",
          "address",
          "addresses",
          "expires",
          "expiresAt",
          "at",
          "perMinute",
          "perHour",
          "limits",
          "reason",
          "tags",
          "tag",
          "key",
          "keys",
          "version",
          "email",
          "password",
          "code",
          "role",
          "organization",
          "next",
          "step",
          "token",
          "firstName",
          "lastName",
          "prefix",
          "metadata",
          "status",
          "_once",
          "timeZone",
          "zone",
          "days",
          "endpoint",
          "credential",
          "type",
          "plan");

  private TestServer server = TestServer.start();
  private Set<String> before = things();

  @AfterEach
  void startAgainIfSomethingIsGone() {
    if (!things().containsAll(before)) {
      server.close();
      server = TestServer.start();
      before = things();
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Set<String> things() {
    return server.everything().entrySet().stream()
        .filter(table -> THINGS.contains(table.getKey()))
        .flatMap(table -> table.getValue().stream())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("latchkey.browser.Places#everyForm")
  void noInputMakesAFormFail(String form) {
    for (List<String> fields : inputs()) {
      Wire who = Wire.session(server, server.session(Role.OWNER));
      String body = String.join("&", fields) + "&_csrf=" + who.csrf();
      HttpResponse<String> answer =
          who.send(Places.filled(server, form), Wire.FORM, body, "Origin", server.url());
      assertThat(answer.statusCode()).as("%s: %s", fields, answer.body()).isLessThan(500);
      assertThat(answer.body()).doesNotContain("<x-evil");
    }
  }

  /// For fields that pages have, and for none.
  private static List<List<String>> inputs() {
    List<List<String>> inputs = new ArrayList<>();
    inputs.add(List.of("nothing=here"));
    inputs.add(List.of("%ff%fe=%c0%80", "name=%ed%a0%80"));
    inputs.add(List.of("name=%", "x=%zz"));
    for (String value : List.of("", "<x-evil>\"'", "-1", "9".repeat(40), "🦊".repeat(5_000))) {
      String text = Wire.encode(value);
      inputs.add(FIELDS.stream().map(name -> name + "=" + text).toList());
      inputs.add(
          FIELDS.stream().flatMap(name -> Stream.of(name + "=a", name + "=" + text)).toList());
    }
    return inputs;
  }
}
