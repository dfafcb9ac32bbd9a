package latchkey.keys;

import java.util.List;
import java.util.Optional;

/// A part of a list.
///
/// @param next where the next part begins; none at the end. A part may hold fewer keys than asked
/// for, or none, and still have a next one: see [KeyList].
public record KeyPage(List<Entry> entries, Optional<Position> next) {
  /// A key, and when and from where it was last used.
  public record Entry(Key key, Optional<Use> lastUse) {}

  public record Use(long at, Optional<String> address) {}

  /// In which order keys are listed.
  public enum Order {
    NEWEST,
    OLDEST,
    NAME,
    /// Those that end, the next to end first.
    END
  }

  /// The last key that was looked at, by what the list is ordered by.
  public record Position(String value, String id) {
    public String text() {
      return id + value;
    }

    /// Where a key stands in a list by age.
    public static Position byAge(Key key) {
      return new Position(Long.toString(key.created().at()), key.id().toString());
    }

    public static Optional<Position> parse(String text) {
      return text.length() < PublicId.LENGTH
          ? Optional.empty()
          : PublicId.parse(text.substring(0, PublicId.LENGTH))
              .map(id -> new Position(text.substring(PublicId.LENGTH), id.toString()));
    }
  }

  public KeyPage {
    entries = List.copyOf(entries);
  }
}
