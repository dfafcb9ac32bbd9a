package latchkey.doors;

import latchkey.http.HeaderName;

/// `WWW-Authenticate` as RFC 6750 says it.
public final class Challenge {
  public static final HeaderName HEADER = HeaderName.of("WWW-Authenticate");

  /// No credential came, so there is no error to name.
  public static final String BARE = "Bearer realm=\"latchkey\"";

  public static final String INVALID_TOKEN = BARE + ", error=\"invalid_token\"";

  private Challenge() {}

  /// The text of a query is printable ASCII without quotes, so it stands as it is.
  public static String insufficientScope(String needed) {
    return BARE + ", error=\"insufficient_scope\", scope=\"" + needed + "\"";
  }
}
