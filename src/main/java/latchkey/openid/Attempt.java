package latchkey.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import latchkey.crypto.Sha256;
import latchkey.crypto.Tickets;

/// One browser's attempt to sign in: all that it needs is derived from the ticket that the browser
/// keeps, so nothing is stored here.
///
/// @param state ties the callback to the browser
/// @param nonce ties the token to the attempt
/// @param verifier ties the code to the attempt (PKCE)
record Attempt(String state, String nonce, String verifier) {
  static Attempt of(Tickets tickets, String ticket) {
    return new Attempt(
        tickets.derive(ticket, "state"),
        tickets.derive(ticket, "nonce"),
        tickets.derive(ticket, "verifier"));
  }

  /// What the provider sees of the verifier before the code is redeemed.
  String challenge() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  boolean hasState(String shown) {
    return MessageDigest.isEqual(
        state.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Attempt[redacted]";
  }
}
