package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// How a person gets a session: by what they know or were sent.
final class SignIn {
  private static final String SIGN_IN = "/api/v1/sign-in";

  private final Terminal terminal;
  private final List<Credential.Session> sessions = new ArrayList<>();
  private final URI server;

  private SignIn(Terminal terminal, URI server) {
    this.terminal = terminal;
    this.server = server;
  }

  /// By password or, with `mailedCode`, a code that the server mails; and a second factor, where
  /// there is one.
  static Credential.Session as(Terminal terminal, URI server, String email, boolean mailedCode) {
    return new SignIn(terminal, server).run(email, mailedCode);
  }

  /// Whom that makes, with what was asked for: the first owner, or somebody who was invited.
  static Credential.Session joining(Terminal terminal, URI server, String path, ObjectNode body) {
    var signIn = new SignIn(terminal, server);
    var _ = signIn.post(path, body);
    return signIn.session();
  }

  private Credential.Session run(String email, boolean mailedCode) {
    var answer = mailedCode ? byMail(email) : byPassword(email);
    if (answer.path("status").asText().equals("second_factor")) {
      var _ = post(SIGN_IN + "/second-factor", code(answer, "second factor"));
    }
    return session();
  }

  private JsonNode byPassword(String email) {
    var password = terminal.secret("password").reveal();
    return post(SIGN_IN + "/password", object().put("email", email).put("password", password));
  }

  private JsonNode byMail(String email) {
    var ticket = post(SIGN_IN + "/code-request", object().put("email", email));
    return post(SIGN_IN + "/code", code(ticket, "code from the mail"));
  }

  private ObjectNode code(JsonNode answer, String what) {
    return object()
        .put("ticket", answer.path("ticket").asText())
        .put("code", terminal.secret(what).reveal());
  }

  private JsonNode post(String path, ObjectNode body) {
    var nobody = new Profile("nobody", server, new Credential.None());
    try (var api = new Api(nobody, sessions::add)) {
      return api.send(Ask.post(path, body)).json();
    }
  }

  private Credential.Session session() {
    if (sessions.isEmpty()) {
      throw new Failure(Cli.REFUSED, "the server gave no session");
    }
    return sessions.getLast();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
