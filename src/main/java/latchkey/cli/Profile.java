package latchkey.cli;

import java.net.URI;
import java.net.URISyntaxException;

/// A server, and what to ask it with.
record Profile(String name, URI url, Credential credential) {
  static final String DEFAULT_NAME = "default";

  Profile {
    checkName(name);
  }

  static void checkName(String name) {
    if (!name.matches("[0-9A-Za-z][0-9A-Za-z._-]{0,63}")) {
      throw Failure.usage(
          "a profile's name has 1 to 64 letters, digits, dots, dashes and underscores, not \""
              + name
              + "\"");
    }
  }

  /// The address of a server: scheme, host and perhaps a port; `where` says who gave it.
  static URI url(String text, String where) {
    try {
      var url = new URI(text.strip().replaceFirst("/+$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Told below.
    }
    throw Failure.usage(where + " is no server's address, such as https://keys.example.com");
  }

  /// Whether a credential that goes there can be read on its way.
  boolean readableOnItsWay() {
    var host = url.getHost();
    return "http".equals(url.getScheme())
        && !host.equals("localhost")
        && !host.startsWith("127.")
        && !host.equals("[::1]");
  }
}
