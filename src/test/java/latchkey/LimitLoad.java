package latchkey;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// A server that is asked for one limited key until somebody kills it. Takes the data folder and
/// the key's token; without one it issues the key, prints its token and goes on with that.
final class LimitLoad {
  static final int ADMITTED = 400;
  static final int COST = 2;

  private LimitLoad() {}

  public static void main(String[] arguments) throws Exception {
    Latchkey server =
        Latchkey.start(
            Settings.of(
                Map.of(
                    Setting.DATA, arguments[0],
                    Setting.PORT, "0",
                    Setting.MANAGEMENT_PORT, "0",
                    Setting.VERIFY_OPEN_ON_LOOPBACK, "true",
                    Setting.EVENT_LOOPS, "1")));
    String token = arguments.length > 1 ? arguments[1] : issue(server);
    System.out.println("token " + token);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/keys/verify"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"key\":\"%s\",\"cost\":%d}".formatted(token, COST)))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    while (true) {
      String answer = client.send(request, BodyHandlers.ofString()).body();
      System.out.println("answered " + (answer.contains("\"valid\":true") ? "yes" : answer));
    }
  }

  private static String issue(Latchkey server) {
    server.rooms().organizations().create(Organization.named("org_limit", "Limit test", "lk"));
    KeyDraft draft =
        KeyDraft.of("org_limit", "limited", List.of("contacts.read"))
            .limited(
                Limits.of(new Limit("half-hourly", ADMITTED, 1_800_000), Limit.perDay(1_000_000)))
            .from(AddressList.ANY);
    return server.rooms().keys().issue(draft, By.system("test")).text().token().reveal();
  }
}
