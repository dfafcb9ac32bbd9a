package latchkey.usage;

/// That a key asked for something from somewhere, over some time.
///
/// @param action what was asked, or empty: anything, where there were too many places to tell
/// @param firstAt to the minute; epoch milliseconds
/// @param lastAt epoch milliseconds
/// @param refused for whatever reason, after the secret was proved
public record Sighting(
    Place place, String action, long firstAt, long lastAt, long granted, long refused) {

  /// Whether it is not known from where.
  public boolean placeless() {
    return switch (place) {
      case Place.One _, Place.Network _ -> false;
      case Place.Unknown _, Place.Various _ -> true;
    };
  }

  /// The same place and action over both times.
  Sighting plus(Sighting other) {
    return new Sighting(
        place,
        action,
        Math.min(firstAt, other.firstAt),
        Math.max(lastAt, other.lastAt),
        granted + other.granted,
        refused + other.refused);
  }
}
