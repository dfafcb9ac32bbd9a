package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limits;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// From where a key was used, as the manage door tells it.
class SightingsAtTheDoorTest {
  private static final String ADDRESSES = "/api/v1/keys/{keyId}/addresses";

  private final Path folder = TestServer.newFolder();
  private TestServer server =
      TestServer.start(
          Map.of(Setting.DATA, folder.toString(), Setting.TRUSTED_PROXIES, "127.0.0.1"));
  private final String token = server.token(0);
  private final String keyId = token.split("_", -1)[2];

  @AfterEach
  void stop() {
    server.close();
  }

  private String key(String... permissions) {
    KeyDraft draft =
        KeyDraft.of(server.organization(), "reader", List.of(permissions)).limited(Limits.NONE);
    return server.keys().issue(draft, By.system("test")).text().token().reveal();
  }

  private void use(String permission, String address) {
    use(token, permission, address);
  }

  private void use(String token, String permission, String address) {
    server.get(
        "/auth?permission=" + permission,
        "Authorization",
        "Bearer " + token,
        "X-Forwarded-For",
        address);
  }

  /// With counts that are all in the record, for a stop leaves none in the journal.
  private ManageClient again(String reader) {
    server.close();
    server = TestServer.again(folder);
    return ManageClient.key(server, reader);
  }

  private JsonNode asked(ManageClient who, int status, String query) {
    return ApiFile.manage(server)
        .documented(status, "get", ADDRESSES, who.get(ADDRESSES.replace("{keyId}", keyId) + query));
  }

  @Test
  void theAddressesOfAKeyAreThoseThatItWasUsedFrom() {
    use("contacts.read", "203.0.113.7");
    use("contacts.read", "203.0.113.7");
    use("calls.read", "203.0.113.7");
    use("contacts.read", "2001:db8:1:2::3");
    server.get(
        "/auth?permission=contacts.read",
        "Authorization",
        "Bearer " + token.substring(0, token.length() - 1) + "x",
        "X-Forwarded-For",
        "198.51.100.1");
    JsonNode answer = asked(again(key("usage.read")), 200, "");
    assertThat(answer.path("items"))
        .extracting(
            row ->
                "%s %s %s %d %d"
                    .formatted(
                        row.path("place").asText(),
                        row.path("address").asText(),
                        row.path("network").asText(),
                        row.path("granted").asLong(),
                        row.path("refused").asLong()))
        .containsExactlyInAnyOrder(
            "address 203.0.113.7 203.0.113.0/24 2 1",
            "address 2001:db8:1:2::3 2001:db8:1::/48 1 0");
    assertThat(answer.path("more").asBoolean()).isFalse();
  }

  @Test
  void aReplayTellsWhichCallsOtherTermsWouldHaveRefused() {
    use("contacts.read", "203.0.113.7");
    use("contacts.read", "203.0.113.8");
    use("contacts.read", "198.51.100.1");
    use("calls.read", "203.0.113.7");
    ManageClient who = again(key("usage.read"));
    JsonNode same = replay(who, 200, "{\"permissions\":[\"contacts.read\"]}");
    assertThat(same.path("calls").asLong()).isEqualTo(3);
    assertThat(same.path("refusedCalls").asLong()).isZero();
    assertThat(same.path("unknownCalls").asLong()).isZero();
    JsonNode narrow = replay(who, 200, "{\"addresses\":[\"203.0.113.0/24\"]}");
    assertThat(narrow.path("refusedCalls").asLong()).isEqualTo(1);
    assertThat(narrow.at("/refused/0/address").asText()).isEqualTo("198.51.100.1");
    assertThat(narrow.at("/refused/0/action").asText()).isEqualTo("contacts.read");
    assertThat(narrow.at("/refused/0/checks/0").asText()).isEqualTo("ADDRESS");
    assertThat(replay(who, 200, "{\"permissions\":[\"calls.read\"]}").path("refusedCalls").asLong())
        .isEqualTo(3);
    replay(who, 400, "{\"permissions\":[\"nothing.such\"]}");
    replay(who, 400, "{\"addresses\":[\"x\"]}");
  }

  @Test
  void aFootprintTellsWhichPermissionsWereUsedAndFromWhichNetworks() {
    use("contacts.read", "203.0.113.7");
    use("contacts.read", "203.0.113.8");
    use("contacts.read OR calls.read".replace(" ", "%20"), "198.51.100.1");
    use("calls.read", "203.0.113.7");
    ManageClient who = again(key("keys.read"));
    String path = "/api/v1/keys/{keyId}/footprint";
    ApiFile file = ApiFile.manage(server);
    JsonNode one =
        file.documented(200, "get", path, who.get(path.replace("{keyId}", keyId) + "?days=2"));
    assertThat(one.path("granted").asLong()).isEqualTo(3);
    assertThat(one.path("refused").asLong()).isEqualTo(1);
    assertThat(one.path("complete").asBoolean()).isTrue();
    assertThat(one.path("permissions"))
        .filteredOn(permission -> permission.path("calls").asLong() > 0)
        .extracting(permission -> permission.path("permission").asText() + permission.path("calls"))
        .containsExactly("contacts.read3");
    assertThat(one.path("networks"))
        .extracting(
            network ->
                "%s %s %s"
                    .formatted(
                        network.path("network").asText(),
                        network.path("addresses"),
                        network.path("granted")))
        .containsExactly("203.0.113.0/24 2 2", "198.51.100.0/24 1 1");
    JsonNode all =
        file.documented(
            200,
            "get",
            "/api/v1/footprints",
            who.get("/api/v1/footprints?limit=100&lastUsedSince=2020-01-01T00:00:00Z&days=2"));
    assertThat(all.path("items")).contains(one);
    assertThat(all.path("items"))
        .extracting(footprint -> footprint.path("keyId").asText())
        .contains(keyId);
    file.documented(400, "get", path, who.get(path.replace("{keyId}", keyId) + "?days=0"));
  }

  @Test
  void aRotationSaysFromWhereTheOldSecretIsStillUsed() {
    use("contacts.read", "192.0.2.1"); // before the rotation
    String manager = key("keys.read", "keys.update");
    String path = "/api/v1/keys/{keyId}/rotation";
    JsonNode started =
        ApiFile.manage(server)
            .documented(
                201,
                "post",
                path,
                ManageClient.key(server, server.managementToken())
                    .send("POST", path.replace("{keyId}", keyId), "{}"));
    use(token, "contacts.read", "203.0.113.7");
    use(token, "calls.read", "203.0.113.8");
    use(started.path("token").asText(), "contacts.read", "198.51.100.1");
    ManageClient who = again(manager);
    JsonNode told =
        ApiFile.manage(server)
            .documented(200, "get", path, who.get(path.replace("{keyId}", keyId)))
            .path("oldSecret");
    assertThat(told.path("usedFrom"))
        .extracting(place -> place.path("from").asText())
        .containsExactlyInAnyOrder("203.0.113.8", "203.0.113.7");
    assertThat(told.at("/usedFrom/0/lastUsedAt")).isEqualTo(told.path("lastUsedAt"));
  }

  private JsonNode replay(ManageClient who, int status, String changes) {
    String path = "/api/v1/keys/{keyId}/replay";
    return ApiFile.manage(server)
        .documented(
            status, "post", path, who.send("POST", path.replace("{keyId}", keyId), changes));
  }

  @Test
  void whoMayNotReadUsageIsRefusedAndSoIsAWrongNumberOfDays() {
    ManageClient reader = ManageClient.key(server, key("usage.read"));
    assertThat(asked(reader, 200, "?days=366").path("items")).isEmpty();
    asked(ManageClient.key(server, key("keys.read")), 403, "");
    for (String query : List.of("?days=0", "?days=367", "?days=x", "?rows=1")) {
      asked(reader, 400, query);
    }
  }
}
