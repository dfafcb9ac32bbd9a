package latchkey.cli;

import java.util.List;

/// Proves the audit log, on the database itself: whoever could change it could change what a
/// server says about it.
final class AuditVerify {
  private static final String ORGANIZATION = "--org";

  private AuditVerify() {}

  static Command command(Server server) {
    return Command.withSettings(
        "verify",
        "Prove that no audit entry was changed or removed, or name the first that was",
        List.of(Takes.text(ORGANIZATION, "ID", "One organization only")),
        call ->
            server.verifyAudit(call.settings(), call.option(ORGANIZATION), call.out()::println)
                ? Cli.OK
                : Cli.REFUSED);
  }
}
