package latchkey.openid;

import java.util.Optional;

/// What the browser brings back from the provider.
///
/// @param issuer who answered, where the provider says it (RFC 9207)
public record Callback(
    Optional<String> code,
    Optional<String> state,
    Optional<String> error,
    Optional<String> issuer) {
  public Callback {
    // anybody can call with any text, and a refusal repeats it
    error = error.filter(text -> text.matches("[a-z_]{1,40}"));
  }
}
