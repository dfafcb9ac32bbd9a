package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import latchkey.audit.By;
import latchkey.crm.Author;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.crm.Source;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Lists of more contacts than a filter's are counted, at both doors and on both engines.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class ContactListsAtTheDoorTest {
  private static final int MANY = 1_130;
  private static final String OPEN = "/v1/open/contacts/chatbots/";

  @Parameter TestDatabases engine;
  private TestServer server;
  private String agent;
  private OpenClient client;
  private ManageClient manager;

  @BeforeEach
  void start() {
    server = TestServer.on(engine);
    agent = server.agents().get(1);
    client = OpenClient.of(server, agent);
    manager = ManageClient.key(server, server.managementToken());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void many() {
    Contacts contacts = server.server().rooms().crm().contacts();
    Place place = new Place(server.organization(), agent);
    Author author = new Author(By.system("test"), Source.API);
    int _ =
        server
            .database()
            .write(
                tx -> {
                  for (int i = 0; i < MANY; i++) {
                    ObjectNode sent =
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("email", "many%d@match.example".formatted(i));
                    var _ = contacts.create(tx, place, sent, false, author);
                  }
                  return MANY;
                });
  }

  private static JsonNode read(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ApiFile.read(response.body());
  }

  @Test
  void whoPagesByNumberUntilTotalPagesOrByCursorUntilNextLosesNobody() {
    many();
    ApiFile file = ApiFile.open(server);
    List<String> numbered = new ArrayList<>();
    long pages = 1;
    for (int page = 1; page <= pages; page++) {
      String path = OPEN + agent + "?search=match&limit=40&page=" + page;
      JsonNode answer =
          file.documented(200, "get", "/v1/open/contacts/chatbots/{agentId}", client.get(path));
      answer.path("data").forEach(one -> numbered.add(one.path("id").asText()));
      JsonNode part = answer.path("pagination");
      boolean more = part.has("next");
      assertThat(part.path("total").asLong())
          .isGreaterThanOrEqualTo(numbered.size() + (more ? 1 : 0));
      pages = part.path("totalPages").asLong();
      assertThat(pages).isGreaterThanOrEqualTo(more ? page + 1 : page);
      if (!more) {
        assertThat(part.path("total").asInt()).isEqualTo(MANY);
        assertThat(part.has("totalIsExact")).isFalse();
      }
    }
    assertThat(numbered).hasSize(MANY).doesNotHaveDuplicates();

    List<String> followed = new ArrayList<>();
    String all = "/api/v1/agents/" + agent + "/contacts?search=match&limit=100";
    JsonNode answer = read(manager.get(all));
    while (true) {
      answer.path("items").forEach(one -> followed.add(one.path("id").asText()));
      if (!answer.has("next")) {
        break;
      }
      assertThat(answer.path("total").asInt()).isGreaterThan(100);
      answer = read(manager.get(all + "&cursor=" + answer.path("next").asText()));
    }
    assertThat(followed).isEqualTo(numbered);
    JsonNode last = read(manager.get(all + "&page=12"));
    assertThat(last.path("total").asInt()).isEqualTo(MANY);
    assertThat(last.path("totalIsExact").asBoolean()).isTrue();
    JsonNode late = read(manager.get(all + "&page=11"));
    assertThat(late.path("total").asInt()).isEqualTo(1_101);
  }

  @Test
  void aSearchOfTooManyWordsOrCharactersAndAPageTooFarAreSaidToBe() {
    String list = "/api/v1/agents/" + agent + "/contacts";
    String words =
        "?search=" + String.join("%20", IntStream.range(0, 11).mapToObj(i -> "w" + i).toList());
    String thousand =
        "?search=" + String.join("%20", IntStream.range(0, 1_500).mapToObj(i -> "w" + i).toList());
    String longer = "?search=" + "x".repeat(201);
    for (String path : List.of(list, list + "/export")) {
      refused(manager.get(path + words), "search has at most 10 words");
      refused(manager.get(path + thousand), "search has at most 200 characters");
      refused(manager.get(path + longer), "search has at most 200 characters");
    }
    refused(client.get(OPEN + agent + words), "search has at most 10 words");
    refused(client.get(OPEN + agent + thousand), "search has at most 200 characters");
    refused(client.get(OPEN + agent + longer), "search has at most 200 characters");
    String ten = words.replace("%20w10", "");
    assertThat(read(client.get(OPEN + agent + ten)).path("data")).isEmpty();
    assertThat(read(manager.get(list + ten)).path("items")).isEmpty();

    String far = "go on with the cursor";
    refused(client.get(OPEN + agent + "?limit=100&page=102"), far);
    refused(manager.get(list + "?limit=100&page=102"), far);
    assertThat(client.get(OPEN + agent + "?limit=100&page=101").statusCode()).isEqualTo(200);
  }

  private static void refused(HttpResponse<String> response, String why) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains(why);
  }
}
