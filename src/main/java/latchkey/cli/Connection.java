package latchkey.cli;

import java.util.Optional;

/// Which server a command asks, and with what: a profile's, or the environment's.
final class Connection {
  static final String PROFILE = "LATCHKEY_PROFILE";
  static final String URL = "LATCHKEY_URL";
  static final String KEY = "LATCHKEY_KEY";

  private Connection() {}

  /// `--profile` outranks the environment, which outranks the current profile.
  static Profile of(Call call) {
    var profiles = Profiles.load(call.environment());
    var named = call.option("--profile");
    return named.isPresent() ? profiles.get(named.get()) : ofEnvironment(call, profiles);
  }

  private static Profile ofEnvironment(Call call, Profiles profiles) {
    var name = variable(call, PROFILE);
    var profile = name.isPresent() ? Optional.of(profiles.get(name.get())) : current(profiles);
    var url = variable(call, URL).map(text -> Profile.url(text, URL));
    var key = variable(call, KEY).map(Credential::key);
    if (url.isEmpty()) {
      var known = profile.orElseThrow(Connection::nowhere);
      return key.map(other -> new Profile(known.name(), known.url(), other)).orElse(known);
    }
    // A profile's key goes to no server but its own.
    var ours = profile.filter(p -> p.url().equals(url.get())).map(Profile::credential);
    return new Profile(
        "environment",
        url.get(),
        key.or(() -> ours)
            .orElseGet(() -> new Credential.Key(call.terminal().secret("management key"))));
  }

  private static Optional<Profile> current(Profiles profiles) {
    return profiles.find(profiles.current());
  }

  private static Failure nowhere() {
    return Failure.usage(
        "which server? Run ./latchkey login once, or set LATCHKEY_URL and LATCHKEY_KEY");
  }

  static Optional<String> variable(Call call, String name) {
    return Optional.ofNullable(call.environment().get(name)).filter(text -> !text.isBlank());
  }
}
