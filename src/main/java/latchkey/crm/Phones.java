package latchkey.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.function.Supplier;

/// Telephone numbers, in the one form in which they are compared.
public final class Phones {
  private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
  private static final int LONGEST = 40;

  private Phones() {}

  /// The number in the form of E.164; nothing if there can be no such number.
  static Optional<String> normalized(String text, String region) {
    if (text.length() > LONGEST || !plain(text)) {
      return Optional.empty();
    }
    try {
      PhoneNumber number = UTIL.parse(text, region);
      return !number.hasExtension()
              && UTIL.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          ? Optional.of(UTIL.format(number, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }

  /// Puts the number of that field into its one form; what can be none stays for who judges it.
  ///
  /// @param region of a number that names no country
  public static void normalize(ObjectNode fields, String name, Supplier<String> region) {
    JsonNode value = fields.get(name);
    if (value != null && value.isTextual()) {
      String text = value.textValue().strip();
      normalized(text, text.startsWith("+") ? "ZZ" : region.get())
          .ifPresent(number -> fields.put(name, number));
    }
  }

  /// The parser takes letters for keys of a telephone, and skips what it does not know.
  private static boolean plain(String text) {
    return text.chars()
        .allMatch(c -> Character.isDigit(c) || "+-./() \u00a0\u2010\u2011".indexOf(c) >= 0);
  }

  static String digits(String text) {
    StringBuilder digits = new StringBuilder();
    text.codePoints().map(c -> Character.digit(c, 10)).filter(d -> d >= 0).forEach(digits::append);
    return digits.toString();
  }
}
