package latchkey.crm;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// What people may call things: short, printable, and each once, whatever the case.
final class Names {
  private Names() {}

  static String checked(String what, String name, int longest) {
    String clean = name.strip();
    int length = clean.codePointCount(0, clean.length());
    if (length == 0 || length > longest || clean.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s has 1 to %d printable characters".formatted(what, longest));
    }
    return clean;
  }

  static List<String> checked(String what, List<String> names, int most, int longest) {
    if (names.isEmpty() || names.size() > most) {
      throw new IllegalArgumentException(
          "there are 1 to %d of them: %s".formatted(most, what + "s"));
    }
    List<String> clean = names.stream().map(name -> checked("a " + what, name, longest)).toList();
    refuseTwice(what, clean);
    return clean;
  }

  static void refuseTwice(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    Predicate<String> isNew = name -> seen.add(name.toLowerCase(Locale.ROOT));
    names.stream()
        .filter(isNew.negate())
        .findFirst()
        .ifPresent(
            twice -> {
              throw new IllegalArgumentException(
                  "there is a %s \"%s\" already".formatted(what, twice));
            });
  }
}
