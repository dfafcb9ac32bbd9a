package latchkey.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/// `orgs`: all of them for the operator, their own one for its members and keys.
final class OrganizationCommands {
  private static final String ALL = "/api/v1/organizations";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATUS", "/status"),
          Column.of("PLAN", "/plan"));

  private OrganizationCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.list("List all organizations (operators)", ALL, COLUMNS, List.of()),
        Remote.command(
            "create",
            "Create an organization (operators)",
            List.of(
                Takes.parameter(0, "NAME", "What it is called"),
                Takes.text("--key-prefix", "PREFIX", "What its keys begin with (a setting)")),
            OrganizationCommands::create),
        Remote.command(
            "invite-owner",
            "Invite an organization's first owner (operators)",
            List.of(one(), Takes.parameter(1, "EMAIL", "Whom")),
            OrganizationCommands::inviteOwner),
        Remote.command(
            "enter",
            "Go on in another organization of yours",
            List.of(one()),
            OrganizationCommands::enter),
        Remote.command(
            "show", "Show one's own organization", List.of(one()), OrganizationCommands::show),
        Remote.command(
            "change",
            "Change one's own organization",
            List.of(
                one(),
                Takes.text("--name", "NAME", "What it is called"),
                Takes.text("--time-zone", "ZONE", "In which dates end, such as Europe/Berlin"),
                Takes.text("--region", "CC", "Of phone numbers without one, such as US"),
                Takes.text("--key-prefix", "PREFIX", "What new keys begin with"),
                Takes.text("--sealed-copies", "BOOLEAN", "Whether keys can be read again"),
                Takes.text("--billing-contact", "EMAIL", "\"\" takes it away")),
            OrganizationCommands::change),
        Remote.command(
            "plan",
            "Give an organization another plan (operators)",
            List.of(one(), Takes.parameter(1, "PLAN", "starter, pro or ultimate")),
            remote -> put(remote, "plan", remote.call().parameter(1))),
        Remote.command(
            "suspend",
            "Suspend an organization: its keys and people stop (operators)",
            List.of(one()),
            remote -> put(remote, "status", "suspended")),
        Remote.command(
            "activate",
            "Let a suspended organization go on (operators)",
            List.of(one()),
            remote -> put(remote, "status", "active")));
  }

  private static ArgSpec one() {
    return Takes.parameter(0, "ORGANIZATION", "The organization's id");
  }

  private static String path(Remote remote) {
    return Ask.path(ALL, remote.call().parameter(0));
  }

  private static void create(Remote remote) {
    var call = remote.call();
    var body = Body.of(call).put("name", call.parameter(0)).text("--key-prefix", "keyPrefix");
    remote.show(remote.ask(Ask.create(ALL, body.json())).json());
  }

  private static void inviteOwner(Remote remote) {
    var body = JsonNodeFactory.instance.objectNode().put("email", remote.call().parameter(1));
    MemberCommands.invited(remote, Ask.create(path(remote) + "/owner-invitations", body));
  }

  private static void enter(Remote remote) {
    var id = remote.call().parameter(0);
    var body = JsonNodeFactory.instance.objectNode().put("organizationId", id);
    var _ = remote.ask(Ask.of("PUT", "/api/v1/me/organization").with(body));
    remote.done("You work in " + id + " now.");
  }

  private static void show(Remote remote) {
    remote.show(remote.ask(Ask.get(path(remote))).json());
  }

  private static void change(Remote remote) {
    var body =
        Body.of(remote.call())
            .text("--name", "name")
            .text("--time-zone", "timeZone")
            .text("--region", "defaultRegion")
            .text("--key-prefix", "keyPrefix")
            .truth("--sealed-copies", "sealedCopies")
            .clearable("--billing-contact", "billingContact");
    remote.show(remote.change(path(remote), body.something()).json());
  }

  private static void put(Remote remote, String field, String value) {
    var body = JsonNodeFactory.instance.objectNode().put(field, value);
    remote.show(remote.ask(Ask.of("PUT", path(remote) + "/" + field).with(body)).json());
  }
}
