package latchkey.people;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// An e-mail address in the one form that is compared: no spaces around it, lower case, the domain
/// in ASCII.
public record Email(String text) {
  private static final int LONGEST = 254;
  private static final Pattern FORM =
      Pattern.compile("[^\\s@\\p{C}\"<>(),:;\\[\\]\\\\]{1,64}@[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  public Email {
    text = text.strip().toLowerCase(Locale.ROOT);
    int at = text.lastIndexOf('@');
    if (at > 0) {
      text = text.substring(0, at + 1) + ascii(text.substring(at + 1));
    }
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("an e-mail address looks like ann@example.com");
    }
  }

  private static String ascii(String domain) {
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return domain; // the form refuses it
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
