package latchkey.doors.manage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.access.Grants;
import latchkey.doors.Answer;
import latchkey.gate.Exercise;
import latchkey.keys.Key;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyRoom;
import latchkey.people.Organizations;
import latchkey.people.Right;
import latchkey.usage.NetworkUse;
import latchkey.usage.Resolution;
import latchkey.usage.Sighting;
import latchkey.usage.Sightings;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageReader.GrantedAction;

/// `/api/v1/footprints`: what keys really did with what they may, and from which networks; from
/// which follows what they need not be allowed.
public final class FootprintOperations {
  private static final int MOST_NETWORKS = 20;

  private final UsageReader usage;
  private final Sightings sightings;
  private final KeyRoom room;
  private final Organizations organizations;

  public FootprintOperations(
      UsageReader usage, Sightings sightings, KeyRoom room, Organizations organizations) {
    this.usage = usage;
    this.sightings = sightings;
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    return Stream.of(
            Operation.list("/api/v1/footprints", read, this::list, KeyQuestions.PARAMETERS)
                .taking(SightingOperations.DAYS),
            Operation.get(KeyOperations.ONE + "/footprint", read, this::show)
                .taking(SightingOperations.DAYS))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  /// One permission that the key holds.
  private record Permission(String permission, long calls, Optional<LocalDate> lastUsedOn) {
    static Permission of(Exercise.Held held) {
      return new Permission(
          held.permission(),
          held.calls(),
          held.calls() == 0 ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(held.lastDay())));
    }
  }

  private record Network(
      String network, int addresses, Instant lastSeen, long granted, long refused) {
    static Network of(NetworkUse use) {
      return new Network(
          use.network().toString(),
          use.addresses(),
          Instant.ofEpochMilli(use.lastAt()),
          use.granted(),
          use.refused());
    }
  }

  /// What one key did.
  ///
  /// @param complete whether it is known of every call what it asked for
  /// @param networks the most used ones
  /// @param networkCount how many there are
  /// @param placeless granted calls of which it is not known from where they came
  private record Footprint(
      String keyId,
      String name,
      Instant from,
      long granted,
      long refused,
      List<Permission> permissions,
      boolean complete,
      List<Network> networks,
      int networkCount,
      long placeless) {
    Footprint {
      permissions = List.copyOf(permissions);
      networks = List.copyOf(networks);
    }
  }

  private Answer show(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Key key =
        room.keys().find(caller.scope(), KeyOperations.id(call)).orElseThrow(KeyOperations::absent);
    return Answer.of(new Window(call, caller).footprints(List.of(key)).getFirst());
  }

  private Answer list(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Page page = call.page();
    KeyFilter filter = Faults.checked(() -> KeyQuestions.of(call).filter(caller.catalog()));
    KeyPage found = KeyOperations.newest(room, caller.scope(), filter, page, call.now());
    List<Key> keys = found.entries().stream().map(KeyPage.Entry::key).toList();
    return Answer.of(
        new Page.Listed<>(
            new Window(call, caller).footprints(keys), KeyOperations.cursor(found, page)));
  }

  /// The days that are looked at.
  private final class Window {
    private final KeyCaller caller;
    private final long since;
    private final long sinceLocalDay;

    Window(Call call, KeyCaller caller) {
      int days = SightingOperations.days(call);
      ZoneId zone = caller.organization().timeZone();
      this.caller = caller;
      this.since = Sightings.dayOf(call.now()) - days;
      this.sinceLocalDay =
          Resolution.DAY.bucketOf(call.now() - Duration.ofDays(days).toMillis(), zone);
    }

    /// In two statements, however many keys they are.
    List<Footprint> footprints(List<Key> keys) {
      String org = caller.organization().id();
      List<String> ids = keys.stream().map(key -> key.id().toString()).toList();
      Map<String, List<GrantedAction>> actions = usage.grantedActions(org, ids, sinceLocalDay);
      Map<String, List<Sighting>> places = sightings.places(org, ids, since);
      return keys.stream()
          .map(
              key -> {
                String id = key.id().toString();
                return footprint(
                    key, actions.getOrDefault(id, List.of()), places.getOrDefault(id, List.of()));
              })
          .toList();
    }

    private Footprint footprint(Key key, List<GrantedAction> actions, List<Sighting> places) {
      Grants grants =
          Grants.ofStored(String.join(" ", key.terms().permissions()), caller.catalog());
      Exercise exercise = Exercise.of(grants, actions);
      List<NetworkUse> networks = NetworkUse.of(places);
      return new Footprint(
          key.id().toString(),
          key.terms().name(),
          Instant.ofEpochMilli(Sightings.startOf(since)),
          places.stream().mapToLong(Sighting::granted).sum(),
          places.stream().mapToLong(Sighting::refused).sum(),
          exercise.permissions().stream().map(Permission::of).toList(),
          exercise.complete(),
          networks.stream().limit(MOST_NETWORKS).map(Network::of).toList(),
          networks.size(),
          places.stream().filter(Sighting::placeless).mapToLong(Sighting::granted).sum());
    }
  }
}
