package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the manage door advises about keys, and the score that it keeps.
class AdviceAtTheDoorTest {
  private final TestServer server = TestServer.start(Map.of());
  private final ManageClient owner =
      ManageClient.session(
          server, server.people().member(server.organization(), "ann", Role.ADMIN));
  private final ApiFile file = ApiFile.manage(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode get(String path, String asked) {
    return file.documented(200, "get", path, owner.get(asked));
  }

  @Test
  void aKeyThatNeverEndsIsFoundAndItsChangeEndsTheFinding() {
    String keyId = server.token(0).split("_", -1)[2];
    String path = "/api/v1/keys/{keyId}/advice";
    String asked = path.replace("{keyId}", keyId);
    JsonNode found = get(path, asked);
    assertThat(found.path("findings"))
        .extracting(finding -> finding.path("kind").asText())
        .contains("no_expiry");
    JsonNode changes =
        found
            .path("findings")
            .valueStream()
            .filter(finding -> finding.path("kind").asText().equals("no_expiry"))
            .findFirst()
            .orElseThrow()
            .path("changes");
    assertThat(owner.send("PATCH", "/api/v1/keys/" + keyId, changes.toString()).statusCode())
        .isEqualTo(200);
    JsonNode after = get(path, asked);
    assertThat(after.path("findings"))
        .extracting(finding -> finding.path("kind").asText())
        .doesNotContain("no_expiry");
    assertThat(after.path("points").asInt()).isEqualTo(found.path("points").asInt() + 10);
  }

  @Test
  void theListHasEveryKeyAndTheScoreIsTheirMean() {
    JsonNode list = get("/api/v1/advice", "/api/v1/advice?state=active&limit=100");
    JsonNode score = get("/api/v1/advice/score", "/api/v1/advice/score");
    assertThat(score.path("keys").asInt()).isEqualTo(list.path("items").size());
    int points =
        list.path("items").valueStream().mapToInt(item -> item.path("points").asInt()).sum();
    assertThat(score.path("points").asInt()).isEqualTo(points / score.path("keys").asInt());
    assertThat(score.path("trend")).isNotEmpty();
    assertThat(score.at("/findings/no_expiry").asInt()).isPositive();
  }
}
