package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import latchkey.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An installation without a browser, from its first start to its audit log.
final class StoryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse battery staple";

  private final TestServer server = TestServer.empty();
  private final Path home;

  StoryTest(@TempDir Path home) {
    this.home = home;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Typed somebody(String name) {
    return new Typed(home.resolve(name)).with("LATCHKEY_URL", server.url());
  }

  private static Typed.Ended done(Typed person, String... args) {
    return done(person.run(args));
  }

  private static Typed.Ended done(Typed.Ended ended) {
    assertThat(ended.code()).as(ended.err()).isEqualTo(Cli.OK);
    return ended;
  }

  private static JsonNode json(Typed person, String... args) throws IOException {
    return JSON.readTree(done(person, args).out());
  }

  /// With the server of the profile from now on.
  private static Typed arrived(Typed person, Typed.Ended ended) {
    assertThat(done(ended).out()).startsWith("default: ");
    return person.without("LATCHKEY_URL");
  }

  private Typed operator() {
    var ada = somebody("ada");
    return arrived(
        ada,
        ada.runWithInput(
            server.setupLink() + "\n" + PASSWORD + "\n",
            "setup",
            "--email=ada@example.com",
            "--first-name=Ada",
            "--last-name=Lovelace",
            "--organization=House"));
  }

  private Typed joined(String name, String link) {
    var person = somebody(name);
    return arrived(
        person,
        person.runWithInput(
            link + "\n" + PASSWORD + "\n", "join", "--first-name=" + name, "--last-name=Example"));
  }

  private int use(String token) {
    return server
        .get("/auth?permission=contacts.read", "Authorization", "Bearer " + token)
        .statusCode();
  }

  @Test
  void anInstallationIsRunWithoutABrowser() throws IOException {
    var operator = operator();
    var organization = json(operator, "orgs", "create", "Northwind", "--json").path("id").asText();
    assertThat(done(operator, "orgs", "list").out())
        .containsPattern(organization + " +Northwind +active +starter");

    // Its owner comes, and brings an admin.
    var invited =
        json(operator, "orgs", "invite-owner", organization, "olga@example.com", "--json");
    var owner = joined("olga", invited.path("link").asText());
    assertThat(done(owner, "orgs", "show", organization).out()).containsPattern("name +Northwind");
    var link =
        json(owner, "members", "invite", "adam@example.com", "--role=admin", "--json")
            .path("link")
            .asText();
    var admin = joined("adam", link);
    assertThat(done(owner, "members", "list").out())
        .containsPattern("adam@example.com +adam Example +admin +active");

    // An agent and its key, which works.
    var agent = json(admin, "agents", "create", "Support line", "--json").path("id").asText();
    var file = home.resolve("key.json");
    done(
        admin,
        "keys",
        "create",
        "Sync",
        "--agent=" + agent,
        "--permission=contacts.read",
        "--out=" + file);
    var key = JSON.readTree(Files.readString(file));
    var id = key.at("/key/id").asText();
    var token = key.path("token").asText();
    assertThat(use(token)).isEqualTo(200);
    assertThat(use(token)).isEqualTo(200);

    // Its secret is exchanged.
    var fresh = json(admin, "keys", "rotate", "start", id, "--json").path("token").asText();
    assertThat(use(token)).isEqualTo(200);
    assertThat(use(fresh)).isEqualTo(200);
    done(admin, "keys", "rotate", "retire", id);
    assertThat(use(token)).isEqualTo(401);

    // It ends.
    done(admin, "keys", "revoke", id, "--reason=superseded");
    assertThat(use(fresh)).isEqualTo(401);
    done(admin, "agents", "delete", agent);

    // The operator stops the organization, but sees nothing of it.
    assertThat(operator.run("orgs", "show", organization).code()).isEqualTo(Cli.NOT_FOUND);
    done(operator, "orgs", "suspend", organization);
    assertThat(admin.run("keys", "list").code()).isEqualTo(Cli.NOT_ALLOWED);
    done(operator, "orgs", "activate", organization);

    countsWhatWasUsed(admin, id);
    tellsWhoDidWhat(admin, id);
  }

  /// Counts are drained each second; asking again is what a person does.
  private static void countsWhatWasUsed(Typed admin, String id) throws IOException {
    long granted = 0;
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (granted < 4 && System.nanoTime() < until) {
      var rows = json(admin, "usage", "--key=" + id, "--by=action,outcome", "--json").path("items");
      granted = 0;
      for (var row : rows) {
        granted +=
            row.path("action").asText().equals("contacts.read")
                    && row.path("outcome").asText().equals("granted")
                ? row.path("count").asLong()
                : 0;
      }
    }
    assertThat(granted).isEqualTo(4);
  }

  private static void tellsWhoDidWhat(Typed admin, String id) {
    assertThat(done(admin, "audit", "list", "--resource-id=" + id).out())
        .containsPattern("adam Example +create +API Key +success")
        .containsPattern("adam Example +update +API Key +success");
    var csv = done(admin, "audit", "export", "--resource-id=" + id).out();
    assertThat(csv).startsWith("Timestamp,User,").hasLineCount(5);
    assertThat(done(admin, "audit", "show", "1").out()).containsPattern("description +");
  }

  @Test
  void aSessionIsSignedInToAndOut() throws IOException {
    operator();
    var laptop = somebody("laptop");
    var wrong = laptop.runWithInput("wrong password\n", "login", "--email=ada@example.com");
    assertThat(wrong.code()).isEqualTo(Cli.NOT_ALLOWED);
    assertThat(wrong.err()).contains("sign_in_failed");
    arrived(laptop, laptop.runWithInput(PASSWORD + "\n", "login", "--email=ada@example.com"));
    assertThat(done(laptop, "orgs", "list", "--quiet").out()).hasLineCount(1);

    var file = home.resolve("laptop/.config/latchkey/profiles.json");
    var kept = Files.readString(file);
    assertThat(kept).contains("\"session\"").doesNotContain(PASSWORD);
    done(laptop, "logout");
    // Who kept a copy of the session has nothing: it ended at the server.
    Files.writeString(file, kept);
    assertThat(laptop.run("orgs", "list").code()).isEqualTo(Cli.NOT_ALLOWED);
  }

  @Test
  void whoeverEntersAnotherOrganizationGoesOnThere() throws IOException {
    var operator = operator();
    var second = json(operator, "orgs", "create", "Second", "--json").path("id").asText();
    var link =
        json(operator, "orgs", "invite-owner", second, "olga@example.com", "--json")
            .path("link")
            .asText();
    var olga = joined("olga", link);
    var first =
        json(operator, "members", "invite", "olga@example.com", "--json").path("link").asText();
    done(olga.runWithInput(first, "join", "--signed-in"));
    var house = json(operator, "orgs", "list", "--json").path("items");
    for (var organization : house) {
      var id = organization.path("id").asText();
      done(olga, "orgs", "enter", id);
      assertThat(json(olga, "orgs", "show", id, "--json").path("id").asText()).isEqualTo(id);
    }
  }

  @Test
  void membersChangeAndGo() throws IOException {
    var operator = operator();
    var invited = json(operator, "members", "invite", "mia@example.com", "--json");
    var mia = joined("mia", invited.path("link").asText());
    var members = json(operator, "members", "list", "--json").path("items");
    var id =
        members.get(0).path("email").asText().startsWith("mia")
            ? members.get(0).path("id").asText()
            : members.get(1).path("id").asText();
    assertThat(done(operator, "members", "role", id, "manager").out())
        .containsPattern("role +manager");
    assertThat(done(operator, "members", "suspend", id).out()).containsPattern("status +suspended");
    assertThat(mia.run("agents", "list").code()).isEqualTo(Cli.NOT_ALLOWED);
    done(operator, "members", "activate", id);
    done(operator, "members", "remove", id);
    assertThat(done(operator, "members", "list", "--quiet").out()).hasLineCount(1);
    assertThat(operator.run("members", "role", id, "viewer").code()).isEqualTo(Cli.NOT_FOUND);

    var other = json(operator, "members", "invite", "max@example.com", "--json");
    var invitation = other.at("/invitation/id").asText();
    done(operator, "members", "resend", invitation);
    done(operator, "members", "uninvite", invitation);
    var late = somebody("max");
    assertThat(
            late.runWithInput(
                    other.path("link").asText() + "\n" + PASSWORD,
                    "join",
                    "--first-name=Max",
                    "--last-name=Late")
                .code())
        .isNotEqualTo(Cli.OK);
  }

  @Test
  void operatorsAppointAndDismissEachOther() throws IOException {
    var operator = operator();
    var invited = json(operator, "members", "invite", "olga@example.com", "--json");
    joined("olga", invited.path("link").asText());
    assertThat(operator.run("operators", "appoint", "olga@example.com").err())
        .contains("not_verified");
    var id =
        json(operator, "members", "list", "--search=OLGA", "--role=member", "--json")
            .at("/items/0/id")
            .asText();
    assertThat(operator.run("operators", "appoint").code()).isEqualTo(Cli.BAD_USAGE);
    done(operator, "operators", "appoint", "--person=" + id);
    assertThat(done(operator, "operators", "list").out())
        .containsPattern("ada@example.com +Ada Lovelace")
        .containsPattern("olga@example.com +olga Example");
    done(operator, "operators", "dismiss", id);
    assertThat(done(operator, "operators", "list", "--quiet").out()).hasLineCount(1);
  }

  @Test
  void agentsComeRestAndGo() throws IOException {
    var operator = operator();
    var id =
        json(operator, "agents", "create", "One", "--greeting=Hello", "--json").path("id").asText();
    assertThat(done(operator, "agents", "rename", id, "Two").out()).containsPattern("name +Two");
    var changed = json(operator, "agents", "change", id, "--phone=+14155550123", "--json");
    assertThat(changed.path("greeting").asText()).isEqualTo("Hello");
    assertThat(changed.path("phoneNumber").asText()).isEqualTo("+14155550123");
    assertThat(done(operator, "agents", "pause", id).out()).containsPattern("status +paused");
    assertThat(done(operator, "agents", "archive", id).out()).containsPattern("status +archived");
    assertThat(operator.run("agents", "rename", id, "Three").code()).isEqualTo(Cli.CONFLICT);
    assertThat(done(operator, "agents", "activate", id).out()).containsPattern("status +active");
    assertThat(json(operator, "agents", "duplicate", id, "--json").path("name").asText())
        .isEqualTo("Copy of Two");
    done(operator, "agents", "delete", id);
    assertThat(operator.run("agents", "show", id).code()).isEqualTo(Cli.NOT_FOUND);
    assertThat(done(operator, "agents", "list", "--search=copy", "--quiet").out()).hasLineCount(1);
  }
}
