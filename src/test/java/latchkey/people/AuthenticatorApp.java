package latchkey.people;

import java.io.ByteArrayOutputStream;

/// An authenticator app that was given a secret.
public record AuthenticatorApp(String secret) {
  private static final long STEP_MILLIS = 30_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /// What it shows now.
  public String code() {
    return Totp.code(bytes(), System.currentTimeMillis() / STEP_MILLIS);
  }

  /// What it shows next, for who has used the code of now; clocks may differ that much.
  public String nextCode() {
    return Totp.code(bytes(), System.currentTimeMillis() / STEP_MILLIS + 1);
  }

  private byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (char digit : secret.replace(" ", "").toCharArray()) {
      held = (held << 5) | BASE32.indexOf(digit);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return bytes.toByteArray();
  }
}
