package latchkey.openid;

import java.net.URI;
import java.util.Optional;
import latchkey.crypto.Secret;

/// A provider, and what it knows us as.
///
/// @param name as it stands in our paths
/// @param clientSecret absent for a public client, which has PKCE only
public record Provider(String name, URI issuer, String clientId, Optional<Secret> clientSecret) {
  public Provider {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException(
          "a provider's name is 1 to 32 lower-case letters, digits and dashes, not: " + name);
    }
    if (issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
      throw new IllegalArgumentException("an issuer has no query and no fragment: " + issuer);
    }
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("the provider " + name + " needs a client id");
    }
  }
}
