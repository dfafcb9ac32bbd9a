package latchkey.cli;

import java.util.List;

/// `operators`: who runs the installation.
final class OperatorCommands {
  private static final String ALL = "/api/v1/operators";
  private static final List<Column> COLUMNS =
      List.of(Column.of("ID", "/id"), Column.of("EMAIL", "/email"), Column.of("NAME", "/name"));

  private OperatorCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.list("List who runs the installation (operators)", ALL, COLUMNS, List.of()),
        Remote.command(
            "appoint",
            "Make somebody an operator too (operators)",
            List.of(
                Takes.optionalParameter(0, "EMAIL", "Whose address was shown to be theirs"),
                Takes.text("--person", "ID", "Who told you their id, instead of an address")),
            OperatorCommands::appoint),
        Remote.command(
            "dismiss",
            "Take the operator's role from somebody, or from yourself (operators)",
            List.of(Takes.parameter(0, "OPERATOR", "The operator's id")),
            OperatorCommands::dismiss));
  }

  private static void appoint(Remote remote) {
    var call = remote.call();
    var body = Body.of(call).text("--person", "personId");
    call.optionalParameter(0).ifPresent(email -> body.put("email", email));
    if (body.json().size() != 1) {
      throw Failure.usage("say whom: an EMAIL, or --person ID");
    }
    remote.show(remote.ask(Ask.create(ALL, body.json())).json());
  }

  private static void dismiss(Remote remote) {
    var id = remote.call().parameter(0);
    var _ = remote.ask(Ask.of("DELETE", Ask.path(ALL, id)));
    remote.done("dismissed " + id);
  }
}
