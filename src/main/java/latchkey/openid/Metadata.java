package latchkey.openid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/// What a provider says of itself (OpenID Connect Discovery 1.0).
///
/// @param secretInHeader whether the client's secret goes into the `Authorization` header
record Metadata(URI authorizationEndpoint, URI tokenEndpoint, URI keys, boolean secretInHeader) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  static Metadata discover(Provider provider, Outbound outbound) throws IOException {
    String issuer = provider.issuer().toString();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI where = outbound.judged(base + WELL_KNOWN);
    JsonNode said = json(outbound.get(where), where.toString());
    String itself = said.path("issuer").asText();
    if (!itself.equals(issuer)) {
      throw new Unreachable(
          "%s says that its issuer is \"%s\"; the settings say %s"
              .formatted(where, itself, issuer));
    }
    return new Metadata(
        outbound.judged(said.path("authorization_endpoint").asText()),
        outbound.judged(said.path("token_endpoint").asText()),
        outbound.judged(said.path("jwks_uri").asText()),
        takesBasic(said.path("token_endpoint_auth_methods_supported")));
  }

  /// The default of a provider that doesn't say.
  private static boolean takesBasic(JsonNode methods) {
    return methods.isEmpty()
        || methods.valueStream().anyMatch(m -> m.asText().equals("client_secret_basic"));
  }

  static JsonNode json(String text, String where) throws Unreachable {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) { // its message may quote a token
      throw new Unreachable(where + " did not answer with JSON");
    }
  }
}
