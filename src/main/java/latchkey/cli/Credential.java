package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Secret;

/// By what a server knows who asks.
sealed interface Credential {
  /// How it is kept in a file; the reverse is [#of(JsonNode)].
  void write(ObjectNode json);

  /// The headers that carry it.
  Map<String, String> headers(URI server);

  /// A management key.
  record Key(Secret secret) implements Credential {
    @Override
    public void write(ObjectNode json) {
      json.put("key", secret.reveal());
    }

    @Override
    public Map<String, String> headers(URI server) {
      return Map.of("Authorization", "Bearer " + secret.reveal());
    }
  }

  /// A person's session. A change by it must show that no foreign page asks: by the origin.
  record Session(Secret token) implements Credential {
    private static final String COOKIE = "latchkey_session";

    /// The session that a server's answer begins, if it does.
    static Optional<Session> of(String cookie) {
      var pair = cookie.replaceFirst(";.*", "");
      return Optional.of(pair)
          .filter(text -> text.startsWith(COOKIE + "=") && text.length() > COOKIE.length() + 1)
          .map(text -> new Session(new Secret(text.substring(COOKIE.length() + 1))));
    }

    @Override
    public void write(ObjectNode json) {
      json.put("session", token.reveal());
    }

    @Override
    public Map<String, String> headers(URI server) {
      return Map.of(
          "Cookie", COOKIE + "=" + token.reveal(),
          "Origin", server.getScheme() + "://" + server.getRawAuthority());
    }
  }

  /// Of whoever is about to sign in.
  record None() implements Credential {
    @Override
    public void write(ObjectNode json) {
      throw new IllegalStateException("there is nothing to keep");
    }

    @Override
    public Map<String, String> headers(URI server) {
      return Map.of();
    }
  }

  static Credential key(String text) {
    return new Key(new Secret(text));
  }

  static Optional<Credential> of(JsonNode json) {
    return json.has("session")
        ? Optional.of(new Session(new Secret(json.path("session").asText())))
        : Optional.ofNullable(json.path("key").textValue()).map(Credential::key);
  }
}
