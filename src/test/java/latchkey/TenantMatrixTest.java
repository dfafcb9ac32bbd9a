package latchkey;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.db.TestDatabases;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.people.Actor;
import latchkey.people.Authenticator;
import latchkey.people.Email;
import latchkey.people.Identities;
import latchkey.people.Invitations;
import latchkey.people.Organization;
import latchkey.people.Outcome;
import latchkey.people.Passkey;
import latchkey.people.Passkeys;
import latchkey.people.Right;
import latchkey.people.Role;
import latchkey.people.TestPeople;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operation of the manage door's OpenAPI file, by every role, with another organization's
/// ids and keys: the right refusal, and nothing of the other organization is changed.
///
/// Who adds a path with a new `{name}` says in [#theirs] which thing of the attacked organization
/// that is.
@ParameterizedClass
@EnumSource(TestDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // all of it is made before each engine's run
class TenantMatrixTest {
  private static final String MINE = "org_attacker";
  private static final String NOWHERE = "000000000000000000000000";

  /// The ids that the file's examples have, and what they are ids of.
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "org_018f2b6e4c5a7d3e9b1f0a2c", "organizationId",
          "018f2b6e4c5a7d3e9b1f0a2c", "agentId",
          "4fYq8GzT0aBcDeF1", "keyId");

  @Parameter TestDatabases engine;
  private TestServer server;
  private ApiFile file;
  private Map<String, String> theirs;
  private final Map<Role, ManageClient> members = new EnumMap<>(Role.class);
  private final Map<Role, ManageClient> theirMembers = new EnumMap<>(Role.class);
  private ManageClient operator;
  private ManageClient key;
  private ManageClient weakKey;
  private ManageClient theirWeakKey;

  @BeforeParameterizedClassInvocation
  void start(TestDatabases on) {
    server = TestServer.on(on);
    file = ApiFile.manage(server);
    server.server().rooms().organizations().create(Organization.named(MINE, "Attacker", "at"));
    TestPeople people = server.people();
    for (Role role : Role.values()) {
      members.put(
          role, ManageClient.session(server, people.member(MINE, "mine_" + role.text(), role)));
      theirMembers.put(
          role,
          ManageClient.session(
              server, people.member(server.organization(), "theirs_" + role.text(), role)));
    }
    operator = ManageClient.session(server, people.operator("operator"));
    key = key(MINE, "*");
    weakKey = key(MINE, "models.list");
    theirWeakKey = key(server.organization(), "models.list");
    theirs =
        Map.ofEntries(
            entry("organizationId", server.organization()),
            entry("agentId", server.agents().getFirst()),
            entry("contactId", server.things().get("contactId")),
            entry("noteId", server.things().get("noteId")),
            entry("formId", server.things().get("formId")),
            entry("submissionId", server.things().get("submissionId")),
            entry("fileId", server.things().get("fileId")),
            entry("keyId", server.data().keys().getFirst().key().id().toString()),
            entry("importId", server.things().get("importId")),
            entry("memberId", "theirs_viewer"),
            entry("operatorId", server.data().owner().id()),
            entry(
                "passkeyId",
                passkey(people.member(server.organization(), "theirs_too", Role.VIEWER))),
            entry("key", "size"),
            entry("provider", "theirs"),
            entry("identityId", identity()),
            entry("invitationId", invitation()),
            entry("entryNumber", auditEntry()),
            entry("decisionId", refusal()),
            entry(
                "sessionId",
                people.member(server.organization(), "theirs", Role.VIEWER).session().id()));
  }

  /// The decision by which a key of theirs was refused.
  private String refusal() {
    HttpResponse<String> refused = theirWeakKey.get("/api/v1/agents");
    return ApiFile.read(refused.body()).path("decisionId").asText();
  }

  /// An account of theirs at a provider.
  private String identity() {
    Identities identities = server.server().rooms().people().identities();
    var claim =
        new Identities.Claim(
            "idp", "https://idp.example", "1", Optional.of(new Email("theirs_viewer@example.com")));
    var _ = identities.match(claim, Origin.NONE).orElseThrow();
    return identities.list("theirs_viewer").getFirst().id();
  }

  /// A passkey of theirs.
  private String passkey(TestPeople.SignedIn who) {
    Passkeys passkeys = server.server().rooms().people().passkeys();
    Authenticator device = new Authenticator(server.url().replace("127.0.0.1", "localhost"));
    var made =
        passkeys.register(
            who.session(),
            "Theirs",
            device.create(passkeys.creation(who.session().person())),
            By.system("test"));
    return ((Outcome.Changed<Passkey>) made).value().id();
  }

  /// An invitation of theirs.
  private String invitation() {
    Actor owner = Actor.person(By.person("theirs_owner", "Owner", Origin.NONE));
    var sent =
        server
            .server()
            .rooms()
            .people()
            .invitations()
            .invite(server.organization(), new Email("new@example.com"), Role.VIEWER, owner);
    return ((Outcome.Changed<Invitations.Sent>) sent).value().invitation().id();
  }

  private ManageClient key(String organization, String permission) {
    KeyDraft draft = KeyDraft.of(organization, "key", List.of(permission)).limited(Limits.NONE);
    return ManageClient.key(
        server, server.keys().issue(draft, By.system("test")).text().token().reveal());
  }

  /// The number of an entry of theirs that none of ours has.
  private String auditEntry() {
    List<Event> events =
        Collections.nCopies(500, Event.of(Event.Action.READ, "API Key", "k", "Looked at a key"));
    server
        .server()
        .database()
        .write(
            tx -> {
              AuditLog.append(tx, server.organization(), By.system("test"), events);
              return true;
            });
    return "500";
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  /// One operation of the file.
  ///
  /// @param body its example, with ids of theirs for those that it has
  private record Told(
      String method, String path, Need need, Optional<String> permission, String body) {
    boolean namesAThing() {
      return path.contains("{");
    }

    boolean onlyItsBodyNames(Map<String, String> theirs) {
      return !namesAThing() && theirs.values().stream().anyMatch(body::contains);
    }
  }

  private sealed interface Need {
    record Nothing() implements Need {}

    record SignedIn() implements Need {}

    record Operators() implements Need {}

    record Held(Right right) implements Need {}

    static Need of(String text) {
      return switch (text) {
        case "public" -> new Nothing();
        case "signed-in" -> new SignedIn();
        case "operator" -> new Operators();
        default -> new Held(Right.valueOf(text));
      };
    }
  }

  @TestFactory
  Stream<DynamicTest> noOperationReachesAnotherOrganization() {
    return operations().stream()
        .map(told -> DynamicTest.dynamicTest(told.method + " " + told.path, () -> check(told)));
  }

  private List<Told> operations() {
    List<Told> all = new ArrayList<>();
    for (var path : file.api().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        JsonNode example = operation.at("/requestBody/content/application~1json/example");
        all.add(
            new Told(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                Need.of(operation.path("x-right").asText()),
                Optional.ofNullable(operation.path("x-permission").textValue()),
                example.isMissingNode() ? "" : ofTheirs(example.toString())));
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  private String ofTheirs(String example) {
    String body = example;
    for (var id : EXAMPLES.entrySet()) {
      body = body.replace("\"" + id.getKey() + "\"", "\"" + theirs.get(id.getValue()) + "\"");
    }
    return body;
  }

  private void check(Told told) {
    String path = path(told.path, theirs);
    Map<String, List<String>> before = everythingOfTheirs();
    SoftAssertions all = new SoftAssertions();
    switch (told.need) {
      case Need.Nothing _ -> {}
      case Need.SignedIn _ -> {
        refused(all, told, ManageClient.nobody(server), path, 401);
        refused(all, told, key, path, 403);
        if (told.namesAThing()) {
          members.forEach((_, member) -> likeNone(all, told, member));
        } else if (told.onlyItsBodyNames(theirs)) {
          members.forEach((_, member) -> inVain(all, told, member));
        }
      }
      case Need.Operators _ -> {
        refused(all, told, ManageClient.nobody(server), path, 401);
        refused(all, told, key, path, 403);
        members.forEach((_, member) -> refused(all, told, member, path, 403));
        theirMembers.forEach((_, member) -> refused(all, told, member, path, 403));
      }
      case Need.Held(Right right) -> {
        refused(all, told, ManageClient.nobody(server), path, 401);
        refused(all, told, operator, path, 403);
        refused(all, told, weakKey, path, 403);
        refused(all, told, theirWeakKey, path, 403);
        members.forEach(
            (role, member) -> {
              if (!role.holds(right)) {
                refused(all, told, member, path, 403);
              } else if (told.namesAThing()) {
                likeNone(all, told, member);
              } else if (told.onlyItsBodyNames(theirs)) {
                inVain(all, told, member);
              }
            });
        theirMembers.forEach(
            (role, member) -> {
              if (!role.holds(right)) {
                refused(all, told, member, path, 403);
              }
            });
        if (told.permission.isEmpty()) {
          refused(all, told, key, path, 403);
        } else if (told.namesAThing()) {
          likeNone(all, told, key);
        } else if (told.onlyItsBodyNames(theirs)) {
          inVain(all, told, key);
        }
      }
    }
    all.assertThat(everythingOfTheirs()).isEqualTo(before);
    all.assertAll();
  }

  private static void refused(
      SoftAssertions all, Told told, ManageClient who, String path, int status) {
    HttpResponse<String> response = who.send(told.method, path, told.body);
    all.assertThat(response.statusCode())
        .as("%s %s by %s: %s", told.method, path, who.headers(), response.body())
        .isEqualTo(status);
  }

  /// What is another's is answered like what is nowhere.
  private void likeNone(SoftAssertions all, Told told, ManageClient who) {
    HttpResponse<String> theirsAsked = who.send(told.method, path(told.path, theirs), told.body);
    Map<String, String> nowhere = new LinkedHashMap<>(theirs);
    nowhere.replaceAll((_, _) -> NOWHERE);
    HttpResponse<String> nothing = who.send(told.method, path(told.path, nowhere), told.body);
    String what =
        "%s %s by %s: %s".formatted(told.method, told.path, who.headers(), theirsAsked.body());
    all.assertThat(theirsAsked.statusCode()).as(what).isEqualTo(404);
    all.assertThat(nothing.statusCode()).as(what).isEqualTo(404);
    all.assertThat(said(theirsAsked)).as(what).isEqualTo(said(nothing));
  }

  /// A body that names what is another's does nothing with it: it is refused, or reported as not
  /// found.
  private static void inVain(SoftAssertions all, Told told, ManageClient who) {
    HttpResponse<String> response = who.send(told.method, told.path, told.body);
    boolean found = response.statusCode() < 400 && !response.body().contains("\"not_found\"");
    all.assertThat(found)
        .as("%s %s by %s: %s", told.method, told.path, who.headers(), response.body())
        .isFalse();
  }

  /// All of a problem but the request's own id.
  private static List<String> said(HttpResponse<String> response) {
    JsonNode problem = ApiFile.read(response.body());
    return List.of(problem.path("code").asText(), problem.path("detail").asText());
  }

  private static String path(String template, Map<String, String> ids) {
    StringBuilder path = new StringBuilder();
    for (String part : template.substring(1).split("/", -1)) {
      path.append('/');
      if (part.startsWith("{")) {
        String name = part.substring(1, part.length() - 1);
        assertThat(ids).as("which thing of the attacked organization this is").containsKey(name);
        path.append(ids.get(name));
      } else {
        path.append(part);
      }
    }
    return path.toString();
  }

  /// Every row of theirs in every table, but for what their own requests count.
  private Map<String, List<String>> everythingOfTheirs() {
    return server
        .server()
        .database()
        .read(
            handle -> {
              Map<String, List<String>> rows = new TreeMap<>();
              List<String> tables =
                  handle
                      .createQuery(
                          """
                          SELECT c.t || '.' || c.c FROM (%s) c
                          WHERE c.t NOT LIKE 'usage%%'
                            AND c.t NOT IN ('audit_head', 'audit_checkpoint') -- signed by a job
                            AND (c.c = 'org_id' OR (c.t = 'organization' AND c.c = 'id'))
                          """
                              .formatted(columns()))
                      .mapTo(String.class)
                      .list();
              assertThat(tables).contains("agent.org_id", "organization.id", "api_key.org_id");
              for (String table : tables) {
                String name = table.substring(0, table.indexOf('.'));
                String column = table.substring(table.indexOf('.') + 1);
                rows.put(
                    name,
                    handle
                        .createQuery("SELECT * FROM " + name + " WHERE " + column + " = :org")
                        .bind("org", server.organization())
                        .mapToMap()
                        .map(TenantMatrixTest::text)
                        .list()
                        .stream()
                        .sorted()
                        .toList());
              }
              return rows;
            });
  }

  /// A query for the names of all tables and their columns.
  private String columns() {
    return switch (engine) {
      case SQLITE ->
          """
          SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c
          WHERE m.type = 'table'
          """;
      case POSTGRES ->
          """
          SELECT table_name AS t, column_name AS c FROM information_schema.columns
          WHERE table_schema = current_schema()
          """;
    };
  }

  private static String text(Map<String, Object> row) {
    Map<String, Object> readable = new TreeMap<>(row);
    readable.replaceAll(
        (_, value) -> value instanceof byte[] bytes ? List.of(Arrays.toString(bytes)) : value);
    return readable.toString();
  }
}
