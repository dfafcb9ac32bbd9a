package latchkey.access;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What to tell somebody who wrote a permission that the catalog does not have.
final class UnknownPermission {
  private static final int MAX_TYPOS = 3;
  private static final int MAX_LENGTH_TO_COMPARE = 129;

  private UnknownPermission() {}

  static InvalidPermissionException exception(String entry, Catalog catalog) {
    String nearest = nearest(entry, catalog).map(name -> "; did you mean " + name + "?").orElse("");
    return new InvalidPermissionException(
        entry, "is not a permission" + nearest + whatThereIs(entry, catalog));
  }

  private static String whatThereIs(String entry, Catalog catalog) {
    Optional<PermissionName> name = PermissionName.parse(entry);
    if (name.isEmpty()) {
      return " (write resource.action, such as contacts.read)";
    }
    List<String> actions = catalog.actionNames(name.get().resource());
    return actions.isEmpty()
        ? ""
        : " (" + name.get().resource() + " has " + String.join(", ", actions) + ")";
  }

  static Optional<String> nearest(String entry, Catalog catalog) {
    if (entry.length() > MAX_LENGTH_TO_COMPARE) {
      return Optional.empty();
    }
    String written = entry.strip().toLowerCase(Locale.ROOT).replaceAll("[:/ ]+", ".");
    String swapped = written.replaceFirst("^([^.]*)\\.([^.]*)$", "$2.$1"); // read:contacts
    int most = Math.min(MAX_TYPOS, written.length() / 3);
    record Candidate(String name, int typos) {}
    return catalog.names().stream()
        .filter(name -> !name.contains(PermissionName.ANY) || entry.contains(PermissionName.ANY))
        .flatMap(
            name -> Stream.of(written, swapped).map(text -> new Candidate(name, typos(text, name))))
        .filter(candidate -> candidate.typos() <= most)
        .min(Comparator.comparingInt(Candidate::typos))
        .map(Candidate::name);
  }

  /// The Levenshtein distance: how many letters must be added, dropped or changed.
  private static int typos(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
