package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// Why a decision refused, or what one would say now about a key.
final class Explain {
  private static final String DECISIONS = "/v1/keys/decisions";
  private static final String VERIFY = "/v1/keys/verify";

  private Explain() {}

  static Command command() {
    return Remote.command(
        "",
        Word.EXPLAIN.summary(),
        List.of(
            Takes.optionalParameter(0, "DECISION", "A refusal's decision id, from its answer"),
            Takes.flag("--key", "Instead of a decision: a key, asked for or on standard input"),
            Takes.text("--permission", "P", "With --key: may it do that, such as contacts.read"),
            Takes.text("--agent", "ID", "With --key: for that agent"),
            Takes.text("--address", "IP", "With --key: from that address")),
        Explain::run);
  }

  private static void run(Remote remote) {
    var call = remote.call();
    var decision = call.optionalParameter(0);
    if (decision.isPresent() == call.has("--key")) {
      throw Failure.usage("give a decision's id or --key (see ./latchkey explain --help)");
    }
    if (decision.isPresent()) {
      print(remote, remote.ask(Ask.get(Ask.path(DECISIONS, decision.get()))).json());
    } else {
      var verdict = remote.ask(Ask.post(VERIFY, question(call))).json();
      print(remote, remote.json() ? verdict : verdict.path("explanation"));
    }
  }

  /// A question that costs nothing.
  private static ObjectNode question(Call call) {
    var question = JsonNodeFactory.instance.objectNode();
    question.put("key", call.terminal().secret("key to explain").reveal());
    call.option("--permission").ifPresent(text -> question.put("permission", text));
    call.option("--agent").ifPresent(text -> question.put("agent", text));
    call.option("--address").ifPresent(text -> question.put("address", text));
    return question.put("cost", 0).put("explain", true);
  }

  private static void print(Remote remote, JsonNode explanation) {
    var out = remote.call().out();
    if (remote.json()) {
      out.println(explanation);
      return;
    }
    if (remote.quiet()) {
      out.println(Text.printable(explanation.path("code").asText()));
      return;
    }
    out.println(
        Text.printable(
            "%s: key %s, decision %s"
                .formatted(
                    explanation.path("code").asText(),
                    explanation.path("keyId").asText("unknown"),
                    explanation.path("decisionId").asText())));
    out.println();
    var table = new Table(out, Integer.MAX_VALUE, List.of("CHECK", "OUTCOME", "WHAT IT SAW"));
    explanation
        .path("checks")
        .forEach(
            check ->
                table.add(
                    List.of(
                        words(check.path("check")),
                        words(check.path("outcome")),
                        remote.text().of(check.path("input")))));
    table.end();
    var changes = remote.text().of(explanation.path("changes"));
    if (!changes.isEmpty()) {
      out.println();
      out.println("To be admitted: " + changes);
    }
  }

  private static String words(JsonNode name) {
    return Text.printable(name.asText().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
