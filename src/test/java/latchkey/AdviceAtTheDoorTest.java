package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  private List<String> found(String kind, int limit) {
    String path = "/api/v1/advice";
    List<String> keys = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      JsonNode page =
          get(path, path + "?state=active&kind=" + kind + "&limit=" + limit + cursor.get());
      assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
      page.path("items").forEach(key -> keys.add(key.path("keyId").asText()));
      cursor = Optional.of(page.path("next").asText()).filter(next -> !next.isEmpty());
      cursor = cursor.map(next -> "&cursor=" + next);
    }
    return keys;
  }

  @Test
  void aFindingIsFoundOfAllKeysThatHaveItHoweverManyNewerOnesHaveNot() {
    List<String> before = found("no_expiry", 100);
    assertThat(before).isNotEmpty();
    String fields = "\"permissions\":[\"contacts.read\"],\"expiresAt\":\"2099-01-01\"";
    String newer =
        IntStream.range(0, 450)
            .mapToObj(i -> "{\"name\":\"New %d\",\"digest\":\"sha256:%064x\",".formatted(i, i + 1L))
            .map(line -> line + fields + "}")
            .collect(Collectors.joining("\n"));
    assertThat(server.post("/api/v1/keys/import", newer).body()).contains("\"imported\":450");
    assertThat(found("no_expiry", 100)).isEqualTo(before);
    assertThat(found("no_expiry", 1)).isEqualTo(before);
    assertThat(found("any", 2)).isEqualTo(before);
    assertThat(found("creator_left", 100)).isEmpty();
    assertThat(owner.get("/api/v1/advice?kind=narrow%20minded").statusCode()).isEqualTo(400);
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
