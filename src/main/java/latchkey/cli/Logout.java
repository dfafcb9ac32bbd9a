package latchkey.cli;

import java.util.List;

/// Forgets a profile: a session ends with it, a key goes on working until it is revoked.
final class Logout {
  private Logout() {}

  static Command command() {
    return Command.plain(
        "",
        Word.LOGOUT.summary(),
        List.of(Takes.text("--profile", "NAME", "Which one (the current one)")),
        Logout::run);
  }

  private static int run(Call call) {
    var profiles = Profiles.load(call.environment());
    var profile = profiles.get(call.option("--profile").orElse(profiles.current()));
    profiles.remove(profile);
    switch (profile.credential()) {
      case Credential.Session _ -> {
        endSession(profile);
        call.out().println("forgot " + profile.name() + " and ended its session");
      }
      case Credential.Key _ ->
          call.out().println("forgot " + profile.name() + "; its key works until it is revoked");
      case Credential.None _ -> call.out().println("forgot " + profile.name());
    }
    return Cli.OK;
  }

  private static void endSession(Profile profile) {
    try (var api = new Api(profile)) {
      var _ = api.send(Ask.of("POST", "/api/v1/sign-out"));
    } catch (Refused _) {
      // It was over already.
    }
  }
}
