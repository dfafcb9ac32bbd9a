package latchkey.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import latchkey.crypto.Secret;

/// Where mail is handed in.
///
/// @param security how the way there is protected
public record MailServer(
    String host, int port, Security security, Optional<String> user, Optional<Secret> password) {
  public static final String FORM =
      "smtp://user:password@host:587 (STARTTLS), smtps://… or smtp+plain://… (not encrypted)";

  public enum Security {
    /// Encrypted from the start.
    TLS("smtps", 465),
    /// Encrypted before anything is said; a server that cannot is refused.
    STARTTLS("smtp", 587),
    /// For a server on the same machine.
    PLAIN("smtp+plain", 25);

    private final String scheme;
    private final int port;

    Security(String scheme, int port) {
      this.scheme = scheme;
      this.port = port;
    }
  }

  /// Reads a URL; empty when it is none of the [#FORM].
  public static Optional<MailServer> parse(String url) {
    try {
      URI uri = new URI(url);
      for (Security security : Security.values()) {
        if (security.scheme.equals(uri.getScheme())) {
          return parse(uri, security);
        }
      }
      return Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<MailServer> parse(URI uri, Security security) {
    String path = uri.getRawPath();
    if (uri.getHost() == null
        || !(path.isEmpty() || path.equals("/"))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? security.port : uri.getPort();
    String userInfo = uri.getRawUserInfo();
    if (userInfo == null) {
      return Optional.of(
          new MailServer(uri.getHost(), port, security, Optional.empty(), Optional.empty()));
    }
    int colon = userInfo.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    return Optional.of(
        new MailServer(
            uri.getHost(),
            port,
            security,
            Optional.of(decoded(userInfo.substring(0, colon))),
            Optional.of(new Secret(decoded(userInfo.substring(colon + 1))))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Where, without who.
  @Override
  public String toString() {
    return security.scheme + "://" + host + ":" + port;
  }
}
