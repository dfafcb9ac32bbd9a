package latchkey.doors;

import java.util.List;
import latchkey.http.Exchange;
import latchkey.keys.Credential;

/// The credential that a request carries in its headers: a Bearer token, a pair, or a full token
/// in `X-API-Key`. Every door takes every form; two different credentials are never guessed
/// between.
public sealed interface CredentialHeaders {
  /// Nothing that could be a key of ours.
  record Absent() implements CredentialHeaders {}

  record Present(Credential credential) implements CredentialHeaders {}

  /// The request contradicts itself or is cut short; the words say how.
  record Refused(String why) implements CredentialHeaders {}

  String AUTHORIZATION = "Authorization";
  String API_KEY = "X-API-Key";
  String API_SECRET = "X-API-Secret";

  static CredentialHeaders of(Exchange exchange) {
    return of(
        exchange.headers(AUTHORIZATION), exchange.headers(API_KEY), exchange.headers(API_SECRET));
  }

  static CredentialHeaders of(List<String> authorization, List<String> key, List<String> secret) {
    if (authorization.size() > 1 || key.size() > 1 || secret.size() > 1) {
      return new Refused("a credential header was sent twice");
    }
    if (key.isEmpty() && !secret.isEmpty()) {
      return new Refused("X-API-Secret came without X-API-Key");
    }
    CredentialHeaders bearer =
        authorization.isEmpty() ? new Absent() : ofAuthorization(authorization.getFirst());
    if (key.isEmpty()) {
      return bearer;
    }
    Credential pair =
        secret.isEmpty()
            ? Credential.token(key.getFirst())
            : Credential.pair(key.getFirst(), secret.getFirst());
    return switch (bearer) {
      case Absent _ -> new Present(pair);
      case Refused refused -> refused;
      case Present(var credential) ->
          credential.same(pair)
              ? bearer
              : new Refused("the request carries two different credentials");
    };
  }

  /// Other schemes are for somebody else.
  private static CredentialHeaders ofAuthorization(String value) {
    String scheme = "Bearer";
    if (!value.regionMatches(/* ignoreCase= */ true, 0, scheme, 0, scheme.length())) {
      return new Absent();
    }
    if (value.length() == scheme.length()) {
      return new Refused("Authorization: Bearer came without a token");
    }
    if (value.charAt(scheme.length()) != ' ') {
      return new Absent();
    }
    String token = value.substring(scheme.length() + 1).strip();
    return token.isEmpty()
        ? new Refused("Authorization: Bearer came without a token")
        : new Present(Credential.token(token));
  }
}
