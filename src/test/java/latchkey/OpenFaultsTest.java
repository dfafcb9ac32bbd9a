package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.agents.Agent;
import latchkey.audit.By;
import latchkey.db.TestDatabases;
import latchkey.http.TestCertificate;
import latchkey.keys.KeyDraft;
import latchkey.keys.Validity;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong at the open door, or nearly: keys and agents out of use, floods, neighbours.
class OpenFaultsTest {
  private static final By TEST = By.system("test");
  private static final int RACED = 40;

  private static String all(String agent) {
    return "/v1/open/contacts/chatbots/" + agent;
  }

  private static OpenClient with(TestServer server, KeyDraft draft) {
    return OpenClient.with(server, server.keys().issue(draft.limited(Limits.NONE), TEST));
  }

  private static void refused(
      ApiFile file, HttpResponse<String> response, int status, String message) {
    JsonNode body =
        file.documented(status, "get", "/v1/open/contacts/chatbots/{agentId}", response);
    assertThat(body.path("message").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void theSameExternalIdsInTwoOrganizationsAndTwoAgentsNeverMeet(TestDatabases engine)
      throws Exception {
    try (TestServer server = TestServer.on(engine)) {
      List<Owner> owners = owners(server);
      List<Callable<Integer>> creates = new ArrayList<>();
      for (int i = 0; i < RACED; i++) {
        for (Owner owner : owners) {
          creates.add(owner.create("crm-" + i));
        }
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Integer> status : threads.invokeAll(creates)) {
          assertThat(status.get()).isEqualTo(201);
        }
      }
      Owner first = owners.getFirst();
      String one = first.one("crm-0");
      assertThat(first.client.send("PUT", one, "{\"name\":\"Changed\"}").statusCode())
          .isEqualTo(200);
      assertThat(first.client.send("PATCH", first.one("crm-1") + "/archive", "").statusCode())
          .isEqualTo(200);
      assertThat(first.name("crm-0")).isEqualTo("Changed");
      assertThat(first.count()).isEqualTo(RACED - 2);
      for (Owner other : owners.subList(1, owners.size())) {
        assertThat(other.name("crm-0")).isEqualTo(other.agent);
        assertThat(other.count()).isEqualTo(RACED);
        assertThat(other.client.get(one).statusCode()).isEqualTo(403);
      }
    }
  }

  /// Whoever has contacts of its own; each is named after its agent.
  private record Owner(OpenClient client, String agent) {
    Callable<Integer> create(String external) {
      String json =
          "{\"externalReferenceId\":\"%s\",\"email\":\"same@example.com\",\"name\":\"%s\"}"
              .formatted(external, agent);
      return () -> client.send("POST", all(agent), json).statusCode();
    }

    String one(String external) {
      return "/v1/open/contacts/" + external + "/chatbots/" + agent;
    }

    String name(String external) {
      return OpenClient.data(client.get(one(external))).path("name").asText();
    }

    int count() {
      return ApiFile.read(client.get(all(agent) + "?search=" + agent).body())
          .at("/pagination/total")
          .asInt();
    }
  }

  private static List<Owner> owners(TestServer server) {
    String elsewhere = "org_elsewhere_too";
    var rooms = server.server().rooms();
    rooms.organizations().create(Organization.named(elsewhere, "Elsewhere", "el"));
    String theirs = "0".repeat(23) + "e";
    rooms.agents().create(new Agent(theirs, elsewhere, "Theirs"));
    List<Owner> owners = new ArrayList<>();
    for (String agent : server.agents().subList(0, 2)) {
      owners.add(new Owner(OpenClient.of(server, agent), agent));
    }
    KeyDraft key = KeyDraft.of(elsewhere, "sync", List.of("contacts.*")).forAgent(theirs);
    owners.add(new Owner(with(server, key), theirs));
    return owners;
  }

  @Test
  void keysThatDoNotHoldYetAndAgentsOutOfUseAreRefusedInTheDoorsWords() {
    try (TestServer server = TestServer.start()) {
      ApiFile file = ApiFile.open(server);
      String organization = server.organization();
      String agent = server.agents().getFirst();
      KeyDraft draft = KeyDraft.of(organization, "sync", List.of("contacts.*"));
      OpenClient early =
          with(
              server,
              draft.valid(
                  Validity.from(System.currentTimeMillis() + Duration.ofDays(1).toMillis())));
      refused(file, early.get(all(agent)), 401, "API key is not valid yet");

      String used = server.agents().get(1);
      OpenClient client = with(server, draft);
      var agents = server.server().rooms().agents();
      OptionalLong any = OptionalLong.empty();
      for (Agent.Status status : List.of(Agent.Status.PAUSED, Agent.Status.ACTIVE)) {
        var _ = agents.setStatus(organization, used, any, status, TEST);
        assertThat(client.get(all(used)).statusCode()).as(status.text()).isEqualTo(200);
      }
      String notAuthorized = "API key is not authorized for this agent";
      var _ = agents.setStatus(organization, used, any, Agent.Status.ARCHIVED, TEST);
      refused(file, client.get(all(used)), 403, notAuthorized);
      var _ = agents.setStatus(organization, used, any, Agent.Status.ACTIVE, TEST);
      assertThat(client.get(all(used)).statusCode()).isEqualTo(200);
      var _ = agents.delete(organization, used, any, TEST);
      refused(file, client.get(all(used)), 403, notAuthorized);
      assertThat(client.get(all(agent)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfWrongKeysIsRefusedAndKeysInUseGoOn() {
    try (TestServer server = TestServer.start(Map.of(Setting.FAILED_CREDENTIALS_PER_MINUTE, "3"))) {
      ApiFile file = ApiFile.open(server);
      String agent = server.agents().getFirst();
      OpenClient good = OpenClient.of(server, agent);
      assertThat(good.get(all(agent)).statusCode()).isEqualTo(200);
      List<String> wrong = new ArrayList<>(good.headers());
      wrong.set(3, wrong.get(3).replaceFirst("^.", "_"));
      OpenClient bad = new OpenClient(server, wrong);
      for (int i = 0; i < 3; i++) {
        refused(file, bad.get(all(agent)), 401, "Invalid API key or secret");
      }
      HttpResponse<String> flooded = bad.get(all(agent));
      refused(file, flooded, 429, "Too many failed API keys from this address");
      assertThat(flooded.headers().firstValue("Retry-After")).isPresent();
      assertThat(good.get(all(agent)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void contactsAndFilesTravelByHttp2AsByHttp1() throws Exception {
    TestCertificate certificate = TestCertificate.make();
    try (TestServer server =
            TestServer.start(
                Map.of(
                    Setting.TLS_CERTIFICATE, certificate.certificate().toString(),
                    Setting.TLS_KEY, certificate.key().toString()));
        HttpClient two = certificate.client(Version.HTTP_2)) {
      String agent = server.agents().getFirst();
      OpenClient key =
          with(
              server,
              KeyDraft.of(server.organization(), "sync", List.of("contacts.*")).forAgent(agent));
      String json = "{\"externalReferenceId\":\"two\",\"email\":\"two@example.com\"}";
      assertThat(send(two, key, "POST", all(agent), "application/json", json).statusCode())
          .isEqualTo(201);
      String files = "/v1/open/contacts/two/chatbots/" + agent + "/files";
      String content = "content ".repeat(20_000);
      String body =
          "--cut\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n"
              + content
              + "\r\n--cut--\r\n";
      var uploaded = send(two, key, "POST", files, "multipart/form-data; boundary=cut", body);
      assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
      String id = OpenClient.data(uploaded).at("/0/id").asText();
      var whole = send(two, key, "GET", files + "/" + id + "/content", "text/plain", "");
      assertThat(whole.body()).isEqualTo(content);
      var absent =
          send(two, key, "GET", "/v1/open/contacts/none/chatbots/" + agent, "text/plain", "");
      assertThat(absent.statusCode()).isEqualTo(404);
      assertThat(ApiFile.read(absent.body()).path("message").asText())
          .isEqualTo("Contact not found");
    }
  }

  private static HttpResponse<String> send(
      HttpClient client, OpenClient key, String method, String path, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(key.server().url() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    key.sign(request);
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(Version.HTTP_2);
    return response;
  }
}
