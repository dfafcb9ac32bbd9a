package latchkey.cli;

import java.util.List;
import java.util.Optional;

/// Says which program this is.
final class Version {
  private Version() {}

  static Command command() {
    return Command.plain(
        "version",
        "Print the version (also --version)",
        List.of(),
        call -> {
          call.out().println("latchkey " + number() + " (Java " + Runtime.version() + ")");
          return Cli.OK;
        });
  }

  /// The jar's manifest knows; classes in a folder have none.
  private static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
