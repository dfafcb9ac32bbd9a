package latchkey.cli;

import java.util.List;

/// Adds a pepper, which new digests are made with; those of the older ones follow at their next
/// use.
final class RotatePepper {
  private RotatePepper() {}

  static Command command(Server server) {
    return Command.withSettings(
        "rotate-pepper",
        "Add a pepper to the keyset, while the server is stopped",
        List.of(),
        call -> {
          int version = server.rotatePepper(call.settings());
          call.out()
              .printf(
                  "The keyset has a new pepper, version %d. Back the keyset up; digests follow at their keys' next use.%n",
                  version);
          return Cli.OK;
        });
  }
}
