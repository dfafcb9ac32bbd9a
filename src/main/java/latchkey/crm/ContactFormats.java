package latchkey.crm;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The formats of the contact schema, as strict as they can be without refusing what works.
final class ContactFormats {
  static final String EMAIL = "email";
  static final String PHONE = "phone";
  static final String DATE = "date";
  static final String URL = "uri";
  static final int LONGEST_EMAIL = 254;
  static final int LONGEST_URL = 2_000;

  private static final String ATOM = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";
  private static final Pattern ADDRESS =
      Pattern.compile("(?=.{1,64}@)%s(?:\\.%s)*@(?:%s\\.)+%s".formatted(ATOM, ATOM, LABEL, LABEL));
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private ContactFormats() {}

  static List<Format> all() {
    return List.of(
        format(EMAIL, ContactFormats::isAddress),
        format(PHONE, text -> Phones.normalized(text, "ZZ").filter(text::equals).isPresent()),
        format(DATE, ContactFormats::isDay),
        format(URL, ContactFormats::isUrl));
  }

  /// What a value of that format is, for who sent another.
  static String expected(String format) {
    return switch (format) {
      case EMAIL -> "must be an e-mail address, such as ann@example.com";
      case PHONE -> "must be a telephone number that can exist, such as +14155550123";
      case DATE -> "must be a date, such as 1990-12-31";
      case URL -> "must be an address that begins with https:// or http://";
      default -> "must have the format " + format;
    };
  }

  private static Format format(String name, Predicate<String> matches) {
    return new Format() {
      @Override
      public String getName() {
        return name;
      }

      @Override
      public boolean matches(ExecutionContext context, String value) {
        return matches.test(value);
      }
    };
  }

  static boolean isAddress(String text) {
    return text.length() <= LONGEST_EMAIL && ADDRESS.matcher(text).matches();
  }

  private static boolean isDay(String text) {
    if (!DAY.matcher(text).matches()) {
      return false;
    }
    try {
      var _ = LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return text.length() <= LONGEST_URL
          && uri.getHost() != null
          && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme));
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
