package latchkey.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.RegistrationRequest;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a browser's `PublicKeyCredential.toJSON()` gave; of its members those that count.
record Answered(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads it, or throws an [IllegalArgumentException].
  static Answered read(String text) {
    try {
      return new Answered(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  RegistrationRequest registration() {
    Set<String> transports =
        json.path("response")
            .path("transports")
            .valueStream()
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    return new RegistrationRequest(
        response("attestationObject"), response("clientDataJSON"), transports);
  }

  AuthenticationRequest authentication() {
    return new AuthenticationRequest(
        credentialId(),
        userHandle(),
        response("authenticatorData"),
        response("clientDataJSON"),
        response("signature"));
  }

  byte[] credentialId() {
    return bytes(json.path("rawId"));
  }

  /// Whom the authenticator made the passkey for.
  byte[] userHandle() {
    return response("userHandle");
  }

  private byte[] response(String name) {
    return bytes(json.path("response").path(name));
  }

  private static byte[] bytes(JsonNode node) {
    @Nullable String text = node.textValue();
    if (text == null) {
      throw new IllegalArgumentException("a member is missing");
    }
    return Base64.getUrlDecoder().decode(text);
  }
}
