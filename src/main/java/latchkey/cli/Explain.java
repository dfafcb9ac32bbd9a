package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Why a decision refused, or what one would say now about a key.
final class Explain {
  private static final String DECISIONS = "/api/v1/decisions";
  private static final String SIMULATE = "/api/v1/simulate";
  private static final String VERIFY = "/v1/keys/verify";

  private Explain() {}

  static Command command() {
    return Remote.command(
        "",
        Word.EXPLAIN.summary(),
        List.of(
            Takes.optionalParameter(0, "DECISION", "A refusal's decision id, from its answer"),
            Takes.text("--key-id", "ID", "Instead of a decision: a key's id; no secret is needed"),
            Takes.flag("--key", "Instead of a decision: a key, asked for or on standard input"),
            Takes.text("--permission", "P", "Of a key: may it do that, such as contacts.read"),
            Takes.text("--agent", "ID", "Of a key: for that agent"),
            Takes.text("--address", "IP", "Of a key: from that address"),
            Takes.text("--at", "TIME", "With --key-id: at that time, not now")),
        Explain::run);
  }

  private static void run(Remote remote) {
    var call = remote.call();
    var decision = call.optionalParameter(0);
    var keyId = call.option("--key-id");
    long ways =
        Stream.of(decision.isPresent(), keyId.isPresent(), call.has("--key"))
            .filter(given -> given)
            .count();
    if (ways != 1) {
      throw Failure.usage(
          "give one of a decision's id, --key-id and --key (see ./latchkey explain --help)");
    }
    if (call.option("--at").isPresent() && keyId.isEmpty()) {
      throw Failure.usage("--at goes with --key-id: a key that is shown is judged now");
    }
    if (decision.isPresent()) {
      print(remote, remote.ask(Ask.get(Ask.path(DECISIONS, decision.get()))).json());
    } else if (keyId.isPresent()) {
      print(remote, remote.ask(Ask.post(SIMULATE, simulated(keyId.get(), call))).json());
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

  private static ObjectNode simulated(String keyId, Call call) {
    var question = JsonNodeFactory.instance.objectNode().put("keyId", keyId);
    call.option("--permission").ifPresent(text -> question.put("permission", text));
    call.option("--agent").ifPresent(text -> question.put("agentId", text));
    call.option("--address").ifPresent(text -> question.put("address", text));
    call.option("--at").ifPresent(text -> question.put("at", text));
    return question;
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
    String decision = explanation.path("decisionId").asText();
    out.println(
        Text.printable(
            "%s: key %s%s"
                .formatted(
                    explanation.path("code").asText(),
                    explanation.path("keyId").asText("unknown"),
                    decision.isEmpty() ? "" : ", decision " + decision)));
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
