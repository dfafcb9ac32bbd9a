package latchkey.crm;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Texts without what does not matter when somebody looks for them: case, accents, and how a
/// character is written.
final class Folding {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NUMBER = Pattern.compile("[+0-9()./\\s-]*[0-9][+0-9()./\\s-]*");
  private static final Pattern GROUP = Pattern.compile("[+0-9()]*[0-9][+0-9()]*");

  /// The zero that people write for who calls from within the country that stands before it.
  private static final Pattern TRUNK = Pattern.compile("^(\\s*(?:\\+|00)[0-9 .-]{1,6})\\(0\\)");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern LEADING = Pattern.compile("^0+(?=\\d)");
  private static final int LONGEST_KEY = 100;

  private Folding() {}

  static String fold(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Form.NFKD)).replaceAll("");
    return letters(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /// The few letters that are not a letter and a mark, and quotes, which people leave out.
  private static String letters(String text) {
    StringBuilder folded = new StringBuilder(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 'ß' -> folded.append("ss");
        case 'æ' -> folded.append("ae");
        case 'œ' -> folded.append("oe");
        case 'ø' -> folded.append('o');
        case 'đ', 'ð' -> folded.append('d');
        case 'ł' -> folded.append('l');
        case 'þ' -> folded.append("th");
        case 'ı' -> folded.append('i');
        case 'ς' -> folded.append('σ');
        case '\'', '"', '’', '‘', '`', '´' -> {}
        default -> folded.append(c);
      }
    }
    return Normalizer.normalize(folded, Form.NFC);
  }

  /// What a list by name is sorted by.
  static String key(Optional<String> name) {
    String folded = fold(name.orElse(""));
    if (folded.length() <= LONGEST_KEY) {
      return folded;
    }
    return folded.substring(
        0,
        Character.isHighSurrogate(folded.charAt(LONGEST_KEY - 1)) ? LONGEST_KEY - 1 : LONGEST_KEY);
  }

  /// What a contact is found by: name, address and number, each on a line of its own.
  static String searched(Optional<String> name, Optional<String> email, Optional<String> number) {
    return String.join(
        "\n", fold(name.orElse("")), fold(email.orElse("")), number.map(Phones::digits).orElse(""));
  }

  /// The parts that must all be in [#searched]. A number is one part, however it is grouped and
  /// whether it begins with a zero or a country; beside words, each of its groups is one.
  static List<String> parts(String search) {
    if (NUMBER.matcher(search).matches()) {
      return List.of(number(search));
    }
    return SPACES
        .splitAsStream(fold(search))
        .filter(part -> !part.isEmpty())
        .map(part -> GROUP.matcher(part).matches() ? number(part) : part)
        .distinct()
        .toList();
  }

  private static String number(String text) {
    String dialled = TRUNK.matcher(text).replaceFirst("$1");
    return LEADING.matcher(Phones.digits(dialled)).replaceFirst("");
  }
}
