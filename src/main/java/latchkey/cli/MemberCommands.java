package latchkey.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/// `members`: people of an organization, and who is invited.
final class MemberCommands {
  private static final String ALL = "/api/v1/members";
  private static final String INVITATIONS = "/api/v1/invitations";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("EMAIL", "/email"),
          Column.of("NAME", "/name"),
          Column.of("ROLE", "/role"),
          Column.of("STATUS", "/status"));

  private static final List<Filter> FILTERS =
      List.of(
          Filter.text("--search", "TEXT", "Part of the address or name", "search"),
          Filter.text("--role", "ROLE", "owner, admin, manager, member or viewer", "role"),
          Filter.text("--status", "STATUS", "invited, active or suspended", "status"));

  private MemberCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.list("List members and who is invited", ALL, COLUMNS, FILTERS),
        Remote.command(
            "invite",
            "Invite somebody; without mail the link is printed, for you to pass on",
            List.of(
                Takes.parameter(0, "EMAIL", "Whom"),
                Takes.text("--role", "ROLE", "admin, manager, member or viewer (member)")),
            MemberCommands::invite),
        Remote.command(
            "resend",
            "Send an invitation again, with a new link",
            List.of(invitation()),
            remote -> invited(remote, Ask.of("POST", invitation(remote) + "/resend"))),
        Remote.command(
            "uninvite", "Take an invitation back", List.of(invitation()), MemberCommands::uninvite),
        Remote.command(
            "role",
            "Give a member another role",
            List.of(member(), Takes.parameter(1, "ROLE", "admin, manager, member or viewer")),
            remote -> set(remote, "role", remote.call().parameter(1))),
        Remote.command(
            "suspend",
            "Take a member's access away for a while",
            List.of(member()),
            remote -> set(remote, "status", "suspended")),
        Remote.command(
            "activate",
            "Give a suspended member the access back",
            List.of(member()),
            remote -> set(remote, "status", "active")),
        Remote.command(
            "remove",
            "Take somebody out of the organization",
            List.of(member()),
            MemberCommands::remove));
  }

  private static ArgSpec member() {
    return Takes.parameter(0, "MEMBER", "The member's id");
  }

  private static ArgSpec invitation() {
    return Takes.parameter(0, "INVITATION", "The invitation's id");
  }

  private static String invitation(Remote remote) {
    return Ask.path(INVITATIONS, remote.call().parameter(0));
  }

  private static void uninvite(Remote remote) {
    var _ = remote.ask(Ask.of("DELETE", invitation(remote)));
    remote.done("took back " + remote.call().parameter(0));
  }

  private static String one(Remote remote) {
    return Ask.path(ALL, remote.call().parameter(0));
  }

  private static void invite(Remote remote) {
    var call = remote.call();
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("email", call.parameter(0))
            .put("role", call.option("--role").orElse("member"));
    invited(remote, Ask.create(INVITATIONS, body));
  }

  /// Shows the link too, where the server sends no mail.
  static void invited(Remote remote, Ask ask) {
    var sent = remote.ask(ask).json();
    remote.show(sent);
    switch (sent.path("delivery").asText()) {
      case "link" ->
          remote
              .call()
              .note("Whoever has the link joins as that address: pass it on to them only.");
      case "not_mailed" ->
          remote.call().note("The mail server did not take the mail: resend the invitation.");
      default -> {
        // It is on its way.
      }
    }
  }

  private static void set(Remote remote, String field, String value) {
    var body = JsonNodeFactory.instance.objectNode().put(field, value);
    remote.show(remote.change(one(remote), body).json());
  }

  private static void remove(Remote remote) {
    var _ = remote.ask(Ask.of("DELETE", one(remote)));
    remote.done("removed " + remote.call().parameter(0));
  }
}
