package latchkey.cli;

import java.util.List;

/// `keys rotate`: a new secret, while the old one goes on until it retires.
final class RotationCommands {
  private RotationCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.command(
            "rotate start",
            "Give a key a new secret; the old one works until it retires",
            List.of(
                KeyCommands.key(),
                Takes.text(
                    "--until",
                    "TIME",
                    "The old secret works until then, such as 2026-01-31T12:00:00Z"),
                Takes.number("--quiet-days", "N", "Retire it once nobody used it for so long"),
                Takes.file("--out", "Keep the key in this new file, which only you can read")),
            RotationCommands::start),
        Remote.command(
            "rotate status",
            "Show who still uses the old secret: when, from where, how often",
            List.of(KeyCommands.key()),
            remote -> remote.show(remote.ask(Ask.get(rotation(remote))).json())),
        Remote.command(
            "rotate retire",
            "End the old secret now",
            List.of(KeyCommands.key()),
            remote -> end(remote, Ask.of("POST", rotation(remote) + "/retire"))),
        Remote.command(
            "rotate cancel",
            "End the new secret now; the old one goes on",
            List.of(KeyCommands.key()),
            remote -> end(remote, Ask.of("DELETE", rotation(remote)))));
  }

  private static String rotation(Remote remote) {
    return KeyCommands.one(remote) + "/rotation";
  }

  private static void start(Remote remote) {
    var body =
        Body.of(remote.call())
            .text("--until", "retiresAt")
            .number("--quiet-days", "quietDays")
            .json();
    remote.issue(Ask.create(rotation(remote), body));
  }

  private static void end(Remote remote, Ask ask) {
    remote.show(remote.ask(ask).json());
  }
}
