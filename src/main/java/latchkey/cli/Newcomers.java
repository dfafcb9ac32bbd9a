package latchkey.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// `setup` and `join`: how somebody new comes in, by a link that was shown or sent to them.
final class Newcomers {
  private static final String INVITATION = "link of your invitation";

  private Newcomers() {}

  static Command setup() {
    return Command.plain(
        "",
        Word.SETUP.summary(),
        List.of(
            Takes.text("--email", "EMAIL", "By which you sign in"),
            Takes.text("--first-name", "NAME", "Your first name"),
            Takes.text("--last-name", "NAME", "Your last name"),
            Takes.text("--organization", "NAME", "What the first organization is called"),
            Takes.text("--key-prefix", "PREFIX", "What its keys begin with (a setting)"),
            url(),
            profile()),
        call -> {
          var body =
              person(call, "link that the server printed at its first start")
                  .put("email", required(call, "--email"))
                  .put("organization", required(call, "--organization"));
          call.option("--key-prefix").ifPresent(prefix -> body.put("keyPrefix", prefix));
          return come(call, "/api/v1/setup", body);
        });
  }

  static Command join() {
    return Command.plain(
        "",
        Word.JOIN.summary(),
        List.of(
            Takes.flag("--signed-in", "As the person that your profile's session is of"),
            Takes.text("--first-name", "NAME", "Your first name"),
            Takes.text("--last-name", "NAME", "Your last name"),
            url(),
            profile()),
        Newcomers::join);
  }

  private static int join(Call call) throws Exception {
    if (call.has("--signed-in")) {
      return Remote.told(call, () -> Remote.run(call, Newcomers::joinAsWhoIsSignedIn));
    }
    return come(call, "/api/v1/invitations/accept", person(call, INVITATION));
  }

  /// The session goes on there, under a new token.
  private static void joinAsWhoIsSignedIn(Remote remote) {
    var body = JsonNodeFactory.instance.objectNode().put("token", token(remote.call(), INVITATION));
    var _ = remote.ask(Ask.post("/api/v1/invitations/join", body));
    remote.done("You work there now.");
  }

  private static OptionSpec url() {
    return Takes.text("--url", "URL", "The server's address (LATCHKEY_URL, or " + Login.HERE + ")");
  }

  private static OptionSpec profile() {
    return Takes.text("--profile", "NAME", "Under which name to keep the session (default)");
  }

  private static ObjectNode person(Call call, String link) {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("firstName", required(call, "--first-name"))
            .put("lastName", required(call, "--last-name"));
    return body.put("token", token(call, link))
        .put("password", call.terminal().secret("new password").reveal());
  }

  /// What the link has behind its #.
  private static String token(Call call, String link) {
    var text = call.terminal().secret(link).reveal();
    return text.substring(text.lastIndexOf('#') + 1);
  }

  private static String required(Call call, String option) {
    return call.option(option)
        .orElseThrow(() -> Failure.usage(option + " is missing: see --help for what is needed"));
  }

  private static int come(Call call, String path, ObjectNode body) throws Exception {
    return Remote.told(
        call,
        () -> {
          var url = Login.url(call);
          Login.keep(call, url, SignIn.joining(call.terminal(), url, path, body));
        });
  }
}
