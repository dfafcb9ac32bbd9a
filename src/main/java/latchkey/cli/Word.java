package latchkey.cli;

import java.util.List;
import java.util.stream.Stream;

/// The words that speak to a running server over its API. What they need loads when one is used,
/// so a server's start does not pay for them.
enum Word {
  KEYS("keys", "Create, list, show, change, rotate, revoke, delete, tag, import and export keys"),
  AGENTS("agents", "Create, list, change, pause, archive, duplicate and delete agents"),
  MEMBERS("members", "List and invite people of an organization, change roles, suspend, remove"),
  ORGS("orgs", "Create, list, show, change and suspend organizations"),
  OPERATORS("operators", "List, appoint and dismiss who runs the installation"),
  USAGE("usage", "Count how keys were used: when, by whom, for what, with which outcome"),
  AUDIT("audit", "List, show and export who changed what, and prove that nobody changed that"),
  EXPLAIN("explain", "Say why a decision refused, or what one would say about a key"),
  SETUP("setup", "Become the first owner of a new server, by the link that it printed"),
  JOIN("join", "Accept an invitation"),
  LOGIN("login", "Keep a server's address and a management key or session in a profile"),
  LOGOUT("logout", "Forget a profile"),
  PROFILES("profiles", "List the profiles, or choose the current one");

  private final String text;
  private final String summary;

  Word(String text, String summary) {
    this.text = text;
    this.summary = summary;
  }

  String text() {
    return text;
  }

  String summary() {
    return summary;
  }

  static Stream<Word> all() {
    return Stream.of(values());
  }

  /// Its commands.
  ///
  /// @param server for the few that work on a server that is stopped
  List<Command> commands(Server server) {
    return switch (this) {
      case ORGS -> OrganizationCommands.all();
      case OPERATORS -> OperatorCommands.all();
      case MEMBERS -> MemberCommands.all();
      case KEYS -> KeyCommands.all();
      case AGENTS -> AgentCommands.all();
      case SETUP -> List.of(Newcomers.setup());
      case JOIN -> List.of(Newcomers.join());
      case LOGIN -> List.of(Login.command());
      case LOGOUT -> List.of(Logout.command());
      case PROFILES -> List.of(ShowProfiles.command());
      case USAGE -> List.of(UsageCommand.command());
      case AUDIT -> AuditCommands.all(server);
      case EXPLAIN -> List.of(Explain.command());
    };
  }
}
