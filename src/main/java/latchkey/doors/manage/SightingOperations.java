package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.keys.Key;
import latchkey.keys.KeyRoom;
import latchkey.people.Organizations;
import latchkey.people.Right;
import latchkey.usage.Place;
import latchkey.usage.Sighting;
import latchkey.usage.Sightings;

/// `/api/v1/keys/{keyId}/addresses`: from where a key was used.
public final class SightingOperations {
  private static final String DAYS = "days";
  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_DAYS = 366;
  private static final int MOST_ROWS = 1_000;

  private final Sightings sightings;
  private final KeyRoom keys;
  private final Organizations organizations;

  public SightingOperations(Sightings sightings, KeyRoom keys, Organizations organizations) {
    this.sightings = sightings;
    this.keys = keys;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.USAGE_READ, "usage.read");
    return List.of(
        Operation.get(KeyOperations.ONE + "/addresses", read, this::addresses)
            .taking(DAYS)
            .alsoForOneAgent());
  }

  /// @param place `address`, `network`, `unknown` or `various`
  /// @param network the one around the address, or that the row is about
  private record Row(
      String place,
      Optional<String> address,
      Optional<String> network,
      Instant firstSeen,
      Instant lastSeen,
      long granted,
      long refused) {
    static Row of(Sighting seen) {
      return switch (seen.place()) {
        case Place.One(var address) ->
            of(
                "address",
                Optional.of(address.toString()),
                Optional.of(Place.around(address).toString()),
                seen);
        case Place.Network(var range) ->
            of("network", Optional.empty(), Optional.of(range.toString()), seen);
        case Place.Unknown _ -> of("unknown", Optional.empty(), Optional.empty(), seen);
        case Place.Various _ -> of("various", Optional.empty(), Optional.empty(), seen);
      };
    }

    private static Row of(
        String place, Optional<String> address, Optional<String> network, Sighting seen) {
      return new Row(
          place,
          address,
          network,
          Instant.ofEpochMilli(seen.firstAt()),
          Instant.ofEpochMilli(seen.lastAt()),
          seen.granted(),
          seen.refused());
    }
  }

  /// @param more whether there are more than are shown
  private record Seen(Instant from, List<Row> items, boolean more) {
    Seen {
      items = List.copyOf(items);
    }
  }

  private Answer addresses(Call call) {
    Key key = key(call);
    long since = since(call);
    String id = key.id().toString();
    List<Sighting> places =
        sightings.places(key.organizationId(), List.of(id), since).getOrDefault(id, List.of());
    return Answer.of(
        new Seen(
            Instant.ofEpochMilli(Sightings.startOf(since)),
            places.stream().limit(MOST_ROWS).map(Row::of).toList(),
            places.size() > MOST_ROWS));
  }

  private Key key(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return keys.keys()
        .find(caller.scope(), KeyOperations.id(call))
        .orElseThrow(KeyOperations::absent);
  }

  /// The UTC day that is so many days ago, which is still whole among them.
  private static long since(Call call) {
    int days =
        call.parameter(DAYS)
            .map(
                text ->
                    Optional.of(text)
                        .filter(number -> number.matches("[1-9][0-9]{0,2}"))
                        .map(Integer::parseInt)
                        .filter(number -> number <= MOST_DAYS)
                        .orElseThrow(
                            () ->
                                Faults.invalid(
                                    "days is a whole number of 1 to " + MOST_DAYS + ".")))
            .orElse(DEFAULT_DAYS);
    return Sightings.dayOf(call.now()) - days;
  }
}
