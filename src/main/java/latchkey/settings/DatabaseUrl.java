package latchkey.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import latchkey.crypto.Secret;

/// Where PostgreSQL is: the address for its driver, and the user and password where the address
/// carried them.
///
/// Hosted databases are often given as one `postgresql://user:password@host/name`; the driver
/// takes them apart only.
public record DatabaseUrl(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
  static final String FORM =
      "an address such as postgresql://host:5432/name or jdbc:postgresql://host/name";

  static Optional<DatabaseUrl> parse(String text) {
    var plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    try {
      var uri = new URI(plain);
      boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      if (!postgres
          || uri.getRawAuthority() == null
          || uri.getPath().length() < 2
          || holdsLogin(uri)) {
        return Optional.empty();
      }
      return Optional.of(of(uri));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /// A password among the options would be shown with them; it belongs in `database-password`.
  private static boolean holdsLogin(URI uri) {
    return uri.getQuery() != null && uri.getQuery().matches("(?i)(.*&)?(user|[a-z]*password)=.*");
  }

  private static DatabaseUrl of(URI uri) {
    // Several hosts ("a:1,b:2") are legal for the driver and unknown to URI, so the authority is
    // cut by hand.
    var authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    var host = authority.substring(at + 1);
    var options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var jdbcUrl = "jdbc:postgresql://" + host + uri.getRawPath() + options;
    if (at < 0) {
      return new DatabaseUrl(jdbcUrl, Optional.empty(), Optional.empty());
    }
    var login = authority.substring(0, at).split(":", 2);
    return new DatabaseUrl(
        jdbcUrl,
        Optional.of(decoded(login[0])),
        login.length == 2 ? Optional.of(new Secret(decoded(login[1]))) : Optional.empty());
  }

  private static String decoded(String part) {
    return URI.create("x:/" + part).getPath().substring(1);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
