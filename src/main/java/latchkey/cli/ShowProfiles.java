package latchkey.cli;

import java.util.List;

/// Lists the profiles without their keys, or chooses the current one.
final class ShowProfiles {
  private ShowProfiles() {}

  static Command command() {
    return Command.plain(
        "",
        Word.PROFILES.summary(),
        List.of(Takes.optionalParameter(0, "NAME", "From now on that one is the current one")),
        call -> {
          var profiles = Profiles.load(call.environment());
          call.optionalParameter(0).ifPresent(name -> profiles.choose(profiles.get(name)));
          var table =
              new Table(call.out(), call.terminal().width(), List.of("NAME", "CURRENT", "SERVER"));
          for (var profile : profiles.all()) {
            boolean current = profile.name().equals(profiles.current());
            table.add(List.of(profile.name(), current ? "yes" : "", profile.url().toString()));
          }
          table.end();
          return Cli.OK;
        });
  }
}
