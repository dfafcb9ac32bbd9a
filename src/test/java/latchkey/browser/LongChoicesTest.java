package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import latchkey.ManageClient;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.keys.KeyDraft;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What an organization has many of: it can be chosen where there is something to choose, and
/// read to its end, without scripts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongChoicesTest {
  private static final int MANY = 130; // more than the API answers at once
  private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");

  private static final Pattern RESOURCE = Pattern.compile("String RESOURCE = \"([^\"]+)\"");

  private TestServer server;
  private Wire owner;
  private ManageClient manager;

  @BeforeAll
  void start() {
    server = TestServer.start();
    owner = Wire.session(server, server.session(Role.OWNER));
    manager = ManageClient.key(server, server.managementToken());
    for (int i = 0; i < MANY; i++) {
      HttpResponse<String> made =
          manager.send(
              "POST",
              "/api/v1/agents",
              "{\"kind\":\"general\",\"name\":\"Agent %03d\"}".formatted(i));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      var _ = server.people().member(server.organization(), "person%03d".formatted(i), Role.MEMBER);
      KeyDraft draft = KeyDraft.of(server.organization(), "Key " + i, List.of("contacts.read"));
      By maker = By.person("maker" + i, "Maker %03d".formatted(i), Origin.NONE);
      var _ = server.keys().issue(draft, maker);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static List<String> choices(HttpResponse<String> page, String begin) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    List<String> choices = new ArrayList<>();
    Matcher option = Pattern.compile("<option[^>]*>(" + begin + "[^<]*)").matcher(page.body());
    while (option.find()) {
      choices.add(option.group(1));
    }
    return choices;
  }

  @Test
  void allAgentsCanBeChosen() {
    assertThat(choices(owner.get("/keys"), "Agent ")).hasSize(MANY);
    assertThat(choices(owner.get("/explain"), "Agent ")).hasSize(MANY);
    HttpResponse<String> wizard =
        owner.postFromHere("/keys/new", "_csrf", owner.csrf(), "do", "next", "name", "For one");
    assertThat(choices(wizard, "Agent ")).hasSize(MANY);
  }

  @Test
  void theContactsOfAllAgentsAreReached() {
    HttpResponse<String> page = owner.get("/contacts");
    List<String> names = new ArrayList<>(named(page));
    Matcher next = NEXT.matcher(page.body());
    while (next.find()) {
      page = owner.get(next.group(1).replace("&amp;", "&"));
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      names.addAll(named(page));
      next = NEXT.matcher(page.body());
    }
    assertThat(names).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(page.body()).contains("href=\"/contacts\"");
  }

  private static List<String> named(HttpResponse<String> page) {
    return Pattern.compile("<span class=\"strong\">(Agent [0-9]+)</span>")
        .matcher(page.body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void allPeopleCanBeChosen() {
    assertThat(choices(owner.get("/keys"), "Maker")).hasSize(MANY).isSorted();
    assertThat(choices(owner.get("/audit-logs"), "person")).hasSize(MANY).isSorted();
  }

  /// As the rooms name what their entries are about.
  @Test
  void allThatIsAuditedCanBeChosen() throws IOException {
    HttpResponse<String> log = owner.get("/audit-logs");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Matcher resource = RESOURCE.matcher(Files.readString(source));
        if (resource.find()) {
          assertThat(choices(log, resource.group(1))).as(source.toString()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aKeysHistoryIsReadToItsEnd() {
    String key = server.things().get("keyId");
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> changed =
          manager.send(
              "PATCH", "/api/v1/keys/" + key, "{\"description\":\"Version %d\"}".formatted(i));
      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }
    HttpResponse<String> first = owner.get("/keys/" + key + "?tab=history");
    Matcher next = NEXT.matcher(first.body());
    assertThat(next.find()).as(first.body()).isTrue();
    assertThat(owner.get(next.group(1).replace("&amp;", "&")).body()).contains("Created the key");
  }
}
