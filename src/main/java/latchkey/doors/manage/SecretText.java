package latchkey.doors.manage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import latchkey.crypto.Secret;

/// A secret on the wire: a new key's token that is shown this once, or a password that comes in.
/// In the records of answers and bodies it keeps a secret from being printed with the rest.
public record SecretText(Secret secret) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SecretText of(String text) {
    return new SecretText(new Secret(text));
  }

  @JsonValue
  String text() {
    return secret.reveal();
  }
}
