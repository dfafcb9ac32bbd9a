package latchkey.cli;

import java.util.List;

/// Forgets a profile; its key goes on working until it is revoked.
final class Logout {
  private Logout() {}

  static Command command() {
    return Command.plain(
        "",
        Word.LOGOUT.summary(),
        List.of(Takes.text("--profile", "NAME", "Which one (the current one)")),
        call -> {
          var profiles = Profiles.load(call.environment());
          var profile = profiles.get(call.option("--profile").orElse(profiles.current()));
          profiles.remove(profile);
          call.out().println("forgot " + profile.name() + "; its key works until it is revoked");
          return Cli.OK;
        });
  }
}
