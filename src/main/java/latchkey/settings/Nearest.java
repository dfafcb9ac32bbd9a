package latchkey.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses which name a mistyped one was meant to be.
public final class Nearest {
  private Nearest() {}

  /// The known name closest to `typed`, where one is close enough to be worth suggesting.
  public static Optional<String> name(String typed, Collection<String> known) {
    int tolerated = Math.max(2, typed.length() / 3);
    return known.stream()
        .filter(name -> distance(typed, name) <= tolerated)
        .min(
            Comparator.comparingInt((String name) -> distance(typed, name))
                .thenComparing(name -> name));
  }

  /// `, did you mean X?` or nothing: the end of a line that refuses a name.
  public static String hint(String typed, Collection<String> known) {
    return name(typed, known).map(name -> ", did you mean " + name + "?").orElse("");
  }

  /// Levenshtein's distance: insertions, deletions and replacements between two words.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
