package latchkey.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `agents`.
final class AgentCommands {
  private static final String ALL = "/api/v1/agents";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATUS", "/status"),
          Column.of("KIND", "/kind"),
          Column.of("CREATED", "/createdAt"));

  private AgentCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.list(
            "List the organization's agents, the newest first",
            ALL,
            COLUMNS,
            List.of(
                Filter.text("--status", "STATUS", "Only active, paused or archived", "status"),
                Filter.text("--search", "TEXT", "Only with that in their name", "search"))),
        Remote.command(
            "create",
            "Create an agent",
            with(
                Takes.parameter(0, "NAME", "What it is called"),
                Takes.text("--kind", "KIND", "general or medical (general)")),
            AgentCommands::create),
        Remote.command("show", "Show an agent", List.of(agent()), AgentCommands::show),
        Remote.command(
            "change",
            "Change what is written about an agent",
            with(agent(), Takes.text("--name", "NAME", "What it is called")),
            remote -> change(remote, profile(remote.call()).text("--name", "name"))),
        Remote.command(
            "rename",
            "Give an agent another name",
            List.of(agent(), Takes.parameter(1, "NAME", "The new name")),
            remote ->
                change(remote, Body.of(remote.call()).put("name", remote.call().parameter(1)))),
        Remote.command(
            "duplicate",
            "Create an agent like another one; keys are not copied",
            List.of(agent()),
            remote ->
                remote.show(remote.ask(Ask.create(one(remote) + "/duplicate", empty())).json())),
        setting("pause", "Pause an agent: its keys go on", "paused"),
        setting("archive", "Take an agent out of use, with its keys", "archived"),
        setting("activate", "Bring back a paused or archived agent", "active"),
        Remote.command(
            "delete",
            "Delete an agent for good; its keys stop at once",
            List.of(agent()),
            AgentCommands::delete));
  }

  private static ArgSpec agent() {
    return Takes.parameter(0, "AGENT", "The agent's id");
  }

  private static List<ArgSpec> with(ArgSpec... first) {
    List<ArgSpec> all = new ArrayList<>(List.of(first));
    all.addAll(profileOptions());
    return all;
  }

  private static List<OptionSpec> profileOptions() {
    return List.of(
        Takes.text("--voice", "ID", "Its voice"),
        Takes.text("--greeting", "TEXT", "What it says first"),
        Takes.text("--prompt", "TEXT", "How it is told to behave"),
        Takes.text("--knowledge-base", "ID", "What it knows"),
        Takes.text("--phone", "NUMBER", "Its number, such as +14155550123"));
  }

  private static Body profile(Call call) {
    return Body.of(call)
        .clearable("--voice", "voiceId")
        .text("--greeting", "greeting")
        .text("--prompt", "prompt")
        .clearable("--knowledge-base", "knowledgeBaseId")
        .clearable("--phone", "phoneNumber");
  }

  private static String one(Remote remote) {
    return Ask.path(ALL, remote.call().parameter(0));
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void create(Remote remote) {
    var call = remote.call();
    var body = profile(call).put("name", call.parameter(0)).text("--kind", "kind");
    remote.show(remote.ask(Ask.create(ALL, body.json())).json());
  }

  private static void show(Remote remote) {
    remote.show(remote.ask(Ask.get(one(remote))).json());
  }

  private static void change(Remote remote, Body body) {
    remote.show(remote.change(one(remote), body.something()).json());
  }

  private static Command setting(String name, String summary, String status) {
    return Remote.command(
        name,
        summary,
        List.of(agent()),
        remote ->
            remote.show(
                remote
                    .ask(Ask.of("PUT", one(remote) + "/status").with(empty().put("status", status)))
                    .json()));
  }

  private static void delete(Remote remote) {
    var _ = remote.ask(Ask.of("DELETE", one(remote)));
    remote.done("deleted " + remote.call().parameter(0));
  }
}
