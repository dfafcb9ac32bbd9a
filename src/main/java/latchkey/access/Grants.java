package latchkey.access;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one key was given: bits over the [Catalog] of its organization, so that a check is an
/// AND.
public final class Grants {
  /// No key needs more: a catalog with more permissions has wildcards.
  public static final int MAX_ENTRIES = 1_000;

  public static final Grants NONE = new Grants(Set.of(), Catalog.BUILT_IN);

  private final Catalog catalog;
  private final String text;
  private final long[] words;

  /// The first word once more, so that a check of built-in permissions reads no array.
  private final long builtIn;

  private Grants(Set<String> knownNames, Catalog catalog) {
    this.catalog = catalog;
    this.text = String.join(" ", knownNames);
    this.words = catalog.noBits();
    for (String name : knownNames) {
      long[] bits = Objects.requireNonNull(catalog.bits(name));
      for (int i = 0; i < words.length; i++) {
        words[i] |= bits[i];
      }
    }
    this.builtIn = words[0];
  }

  /// Reads names as people write them: permissions, dialect names and wildcards that the catalog
  /// has.
  public static Grants parse(List<String> names, Catalog catalog) {
    if (names.size() > MAX_ENTRIES) {
      throw new InvalidPermissionException(
          names.get(MAX_ENTRIES),
          "is one entry too many: at most " + MAX_ENTRIES + " can be given");
    }
    var known = new LinkedHashSet<String>();
    for (String name : names) {
      known.add(known(name, catalog).orElseThrow(() -> UnknownPermission.exception(name, catalog)));
    }
    return new Grants(known, catalog);
  }

  /// Reads what [#text] wrote, maybe under an older catalog: names that no longer exist grant
  /// nothing.
  public static Grants ofStored(String text, Catalog catalog) {
    return new Grants(
        Stream.of(text.split(" ", -1))
            .flatMap(name -> known(name, catalog).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        catalog);
  }

  private static Optional<String> known(String name, Catalog catalog) {
    return PermissionName.parse(name)
        .map(PermissionName::toString)
        .filter(canonical -> catalog.bits(canonical) != null);
  }

  /// Whether the permission with this bit of the same catalog was granted.
  public boolean holds(int bit) {
    int word = bit / Long.SIZE;
    return word < words.length && (words[word] & 1L << bit) != 0;
  }

  /// Whether everything that `other` holds is held here too; so nobody gives away more than they
  /// have.
  public boolean holdsAll(Grants other) {
    return catalog == other.catalog
        ? holdsAll(other.words)
        : new HashSet<>(names()).containsAll(other.names());
  }

  /// Whether whoever holds these could give `other` away and nobody would gain by it, today or
  /// after the catalog has grown: a wildcard is covered by one that is as wide only.
  public boolean covers(Grants other) {
    return beyond(other).isEmpty();
  }

  /// The names that `other` was granted and that these do not cover.
  public List<String> beyond(Grants other) {
    Set<String> held = new HashSet<>(names());
    List<PermissionName> wildcards = wildcards();
    return other.granted().stream()
        .filter(
            name -> {
              PermissionName asked = PermissionName.parse(name).orElseThrow();
              return asked.isWildcard()
                  ? wildcards.stream().noneMatch(wide -> wide.covers(asked))
                  : !held.containsAll(Grants.ofStored(name, other.catalog).names());
            })
        .toList();
  }

  private List<PermissionName> wildcards() {
    return granted().stream()
        .flatMap(name -> PermissionName.parse(name).stream())
        .filter(PermissionName::isWildcard)
        .toList();
  }

  /// Whether all these bits, of the same catalog, are held.
  boolean holdsAll(long[] bits) {
    for (int i = 0; i < bits.length; i++) {
      if ((words[i] & bits[i]) != bits[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether all these bits of built-in permissions are held; they are the same in every catalog.
  boolean holdsAllBuiltIn(long bits) {
    return (builtIn & bits) == bits;
  }

  BitSet bits() {
    return BitSet.valueOf(words);
  }

  Catalog catalog() {
    return catalog;
  }

  /// The permissions held, one by one, in catalog order.
  public List<String> names() {
    return catalog.permissionsOf(bits());
  }

  /// The names as they were given, in canonical form: a wildcard stays one, and so covers
  /// resources declared later.
  public List<String> granted() {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /// [#granted] on one line, separated by blanks, for storage.
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grants that && catalog == that.catalog && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
