package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the manage door takes for a contact before its schema sees it.
class ContactsAtTheManageDoorTest {
  private final TestServer server = TestServer.start();
  private final ManageClient manager = ManageClient.key(server, server.managementToken());
  private final String contacts = "/api/v1/agents/" + server.agents().get(1) + "/contacts";

  @AfterEach
  void stop() {
    server.close();
  }

  /// Read as infinite, they broke the schema library: a 500, which a run of random requests found.
  @Test
  void aNumberThatNoSchemaCanJudgeIsA400ThatNamesIt() {
    for (String body :
        new String[] {
          "{\"email\":\"a@b.example\",\"status\":[1e999999999]}",
          "{\"email\":\"a@b.example\",\"customFields\":{\"x\":-1e309}}"
        }) {
      HttpResponse<String> refused = manager.send("POST", contacts, body);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("too large a number");
    }
    assertThat(manager.get(contacts).body()).contains("\"total\":0");
  }
}
