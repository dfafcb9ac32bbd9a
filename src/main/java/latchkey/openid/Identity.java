package latchkey.openid;

import java.util.Optional;

/// Who somebody proved to be at a provider: issuer and subject say it, for ever; the rest is what
/// the provider says of them today.
///
/// @param verifiedEmail an address that the provider says is theirs; one that it has not verified
/// is worth nothing and is not here
public record Identity(
    String issuer, String subject, Optional<String> verifiedEmail, Optional<String> name) {
  static final int MOST_SUBJECT = 255;

  public Identity {
    if (subject.isBlank() || subject.length() > MOST_SUBJECT) {
      throw new IllegalArgumentException("a subject has 1 to 255 characters");
    }
  }
}
