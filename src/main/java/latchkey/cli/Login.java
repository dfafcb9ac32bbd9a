package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Keeps a server's address and a management key, once the server has taken the key.
final class Login {
  private static final String HERE = "http://127.0.0.1:8080";

  private Login() {}

  static Command command() {
    return Command.plain(
        "",
        Word.LOGIN.summary(),
        List.of(
            Takes.text("--url", "URL", "The server's address (LATCHKEY_URL, or " + HERE + ")"),
            Takes.text("--profile", "NAME", "Under which name to keep it (default)"),
            Takes.file("--ready-file", "Take both from the file that a demo wrote")),
        Login::run);
  }

  /// The key is asked for, comes on standard input, or is in LATCHKEY_KEY.
  private static int run(Call call) {
    var profiles = Profiles.load(call.environment());
    var name = call.option("--profile").orElse(Profile.DEFAULT_NAME);
    Profile.checkName(name);
    var ready = call.option("--ready-file", Path.class).map(Login::read);
    var url = ready.map(file -> file.path("url").asText()).map(Login::ofFile);
    var profile = new Profile(name, url.orElseGet(() -> url(call)), key(call, ready));
    check(profile);
    profiles.put(profile);
    call.out().printf("%s: %s, kept in %s%n", name, profile.url(), profiles.file());
    if (profile.readableOnItsWay()) {
      call.note("Over plain http others on the way can read the key: use https.");
    }
    return Cli.OK;
  }

  private static URI ofFile(String url) {
    return Profile.url(url, "the url in the ready file");
  }

  private static URI url(Call call) {
    return call.option("--url")
        .map(text -> Profile.url(text, "--url"))
        .or(
            () ->
                Connection.variable(call, Connection.URL).map(t -> Profile.url(t, Connection.URL)))
        .orElseGet(() -> URI.create(HERE));
  }

  private static Credential key(Call call, Optional<JsonNode> ready) {
    return ready
        .map(file -> file.path("managementKey").asText())
        .or(() -> Connection.variable(call, Connection.KEY))
        .map(Credential::key)
        .orElseGet(() -> new Credential.Key(call.terminal().secret("management key")));
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new Failure(Cli.REFUSED, "%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /// A key that the server does not take is not kept.
  private static void check(Profile profile) {
    try (var api = new Api(profile)) {
      var _ = api.send(Ask.get("/v1/keys/decisions/none"));
    } catch (Refused refused) {
      if (refused.status() != 404) {
        throw new Failure(refused.exitCode(), String.join(System.lineSeparator(), refused.lines()));
      }
    }
  }
}
