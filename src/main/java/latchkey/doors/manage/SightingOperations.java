package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.gate.Check;
import latchkey.gate.Gate;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Replay;
import latchkey.keys.Key;
import latchkey.keys.KeyRoom;
import latchkey.people.Organizations;
import latchkey.people.Right;
import latchkey.usage.Place;
import latchkey.usage.Sighting;
import latchkey.usage.Sightings;

/// `/api/v1/keys/{keyId}/addresses` and `/replay`: from where a key was used, and which of that
/// other terms would refuse.
public final class SightingOperations {
  static final String DAYS = "days";
  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_DAYS = 366;
  private static final int MOST_ROWS = 1_000;

  private final Sightings sightings;
  private final Gate gate;
  private final KeyRoom keys;
  private final Organizations organizations;

  public SightingOperations(
      Sightings sightings, Gate gate, KeyRoom keys, Organizations organizations) {
    this.sightings = sightings;
    this.gate = gate;
    this.keys = keys;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.USAGE_READ, "usage.read");
    return List.of(
        Operation.get(KeyOperations.ONE + "/addresses", read, this::addresses)
            .taking(DAYS)
            .alsoForOneAgent(),
        Operation.post(KeyOperations.ONE + "/replay", read, this::replay)
            .taking(DAYS)
            .alsoForOneAgent());
  }

  /// @param place `address`, `network`, `unknown` or `various`
  /// @param network the one around the address, or that the row is about
  private record Where(String place, Optional<String> address, Optional<String> network) {
    static Where of(Place place) {
      return switch (place) {
        case Place.One(var address) ->
            new Where(
                "address",
                Optional.of(address.toString()),
                Optional.of(Place.around(address).toString()));
        case Place.Network(var range) ->
            new Where("network", Optional.empty(), Optional.of(range.toString()));
        case Place.Unknown _ -> new Where("unknown", Optional.empty(), Optional.empty());
        case Place.Various _ -> new Where("various", Optional.empty(), Optional.empty());
      };
    }
  }

  private record Row(
      String place,
      Optional<String> address,
      Optional<String> network,
      Instant firstSeen,
      Instant lastSeen,
      long granted,
      long refused) {
    static Row of(Sighting seen) {
      Where where = Where.of(seen.place());
      return new Row(
          where.place,
          where.address,
          where.network,
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

  /// Calls that would be refused.
  ///
  /// @param address or the network, if the addresses were too many
  /// @param checks the ones that fail
  private record Refused(
      String action,
      String place,
      Optional<String> address,
      Optional<String> network,
      long calls,
      Instant lastAt,
      List<String> checks) {
    Refused {
      checks = List.copyOf(checks);
    }

    static Refused of(Replay.Refused refused) {
      Where where = Where.of(refused.place());
      return new Refused(
          refused.action(),
          where.place,
          where.address,
          where.network,
          refused.calls(),
          Instant.ofEpochMilli(refused.lastAt()),
          refused.checks().stream().map(Check::name).toList());
    }
  }

  /// @param refusedCalls of all of the refused, shown or not
  /// @param unknownCalls of which it is not known whether they would be
  private record Replayed(
      Instant from,
      long calls,
      long refusedCalls,
      long unknownCalls,
      List<Refused> refused,
      boolean more) {
    Replayed {
      refused = List.copyOf(refused);
    }
  }

  private Answer replay(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Key stored = key(call);
    long since = since(call);
    KeyFields.Changes changes = call.body(KeyFields.Changes.class);
    KeySnapshot key = gate.key(stored.id()).orElseThrow(KeyOperations::absent);
    Replay replay =
        Replay.of(
            ExplainOperations.changed(key, Optional.of(changes), caller),
            sightings.of(stored.organizationId(), stored.id().toString(), since));
    return Answer.of(
        new Replayed(
            Instant.ofEpochMilli(Sightings.startOf(since)),
            replay.calls(),
            replay.refused().stream().mapToLong(Replay.Refused::calls).sum(),
            replay.unknown(),
            replay.refused().stream().limit(MOST_ROWS).map(Refused::of).toList(),
            replay.refused().size() > MOST_ROWS));
  }

  private Key key(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return keys.keys()
        .find(caller.scope(), KeyOperations.id(call))
        .orElseThrow(KeyOperations::absent);
  }

  /// The UTC day that is so many days ago, which is still whole among them.
  private static long since(Call call) {
    return Sightings.dayOf(call.now()) - days(call);
  }

  static int days(Call call) {
    return call.parameter(DAYS)
        .map(
            text ->
                Optional.of(text)
                    .filter(number -> number.matches("[1-9][0-9]{0,2}"))
                    .map(Integer::parseInt)
                    .filter(number -> number <= MOST_DAYS)
                    .orElseThrow(
                        () -> Faults.invalid("days is a whole number of 1 to " + MOST_DAYS + ".")))
        .orElse(DEFAULT_DAYS);
  }
}
