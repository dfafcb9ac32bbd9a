package latchkey.settings;

import java.net.URI;
import java.util.Optional;
import latchkey.crypto.Secret;

/// An OpenID provider as an operator writes it: four words on one line, of which the last may be
/// missing.
public record OpenIdProvider(
    String name, URI issuer, String clientId, Optional<Secret> clientSecret) {
  static final String FORM =
      "a provider as: name, issuer, client id and client secret with spaces between them, such as"
          + " google https://accounts.google.com 1234.apps.googleusercontent.com GOCSPX-1234";

  static Optional<OpenIdProvider> parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    boolean fits =
        (words.length == 3 || words.length == 4)
            && words[0].matches("[a-z0-9][a-z0-9-]{0,31}")
            && words[1].matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?");
    if (!fits) {
      return Optional.empty();
    }
    try {
      URI issuer = URI.create(words[1]);
      Optional<Secret> secret =
          words.length == 4 ? Optional.of(new Secret(words[3])) : Optional.empty();
      return Optional.of(new OpenIdProvider(words[0], issuer, words[2], secret))
          .filter(provider -> provider.issuer.getHost() != null);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// As it is written, without the secret itself.
  @Override
  public String toString() {
    return "%s %s %s%s"
        .formatted(name, issuer, clientId, clientSecret.map(secret -> " " + secret).orElse(""));
  }
}
