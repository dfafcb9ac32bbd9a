package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Keeps a server's address and a management key or a session, once the server has taken it.
final class Login {
  static final String HERE = "http://127.0.0.1:8080";
  private static final int UNAUTHORIZED = 401;

  private Login() {}

  static Command command() {
    return Command.plain(
        "",
        Word.LOGIN.summary(),
        List.of(
            Takes.text("--url", "URL", "The server's address (LATCHKEY_URL, or " + HERE + ")"),
            Takes.text("--profile", "NAME", "Under which name to keep it (default)"),
            Takes.text("--email", "EMAIL", "As that person, by password; not by a management key"),
            Takes.flag("--mail-code", "With --email: by a code that the server mails"),
            Takes.file("--ready-file", "Address and key from the file that a demo wrote")),
        call -> Remote.told(call, () -> run(call)));
  }

  /// What is secret is asked for, comes on standard input or, a key, is in LATCHKEY_KEY.
  private static void run(Call call) {
    var ready = call.option("--ready-file", Path.class).map(Login::read);
    var url =
        ready
            .map(file -> Profile.url(file.path("url").asText(), "the url in the ready file"))
            .orElseGet(() -> url(call));
    var email = call.option("--email");
    if (email.isPresent()) {
      keep(call, url, SignIn.as(call.terminal(), url, email.get(), call.has("--mail-code")));
    } else {
      var key = key(call, ready);
      check(new Profile(name(call), url, key));
      keep(call, url, key);
    }
  }

  static void keep(Call call, URI url, Credential credential) {
    var profiles = Profiles.load(call.environment());
    var profile = new Profile(name(call), url, credential);
    profiles.put(profile);
    call.out().printf("%s: %s, kept in %s%n", profile.name(), url, profiles.file());
    if (profile.readableOnItsWay()) {
      call.note("Over plain http others on the way can read what you send: use https.");
    }
  }

  private static String name(Call call) {
    return call.option("--profile").orElse(Profile.DEFAULT_NAME);
  }

  static URI url(Call call) {
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

  /// A key that the server does not know is not kept. One that may not do this is known.
  private static void check(Profile profile) {
    try (var api = new Api(profile)) {
      var _ = api.send(Ask.get("/v1/keys/decisions/none"));
    } catch (Refused refused) {
      if (refused.status() == UNAUTHORIZED) {
        throw refused;
      }
    }
  }
}
