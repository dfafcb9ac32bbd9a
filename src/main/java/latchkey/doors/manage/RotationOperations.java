package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyRoom;
import latchkey.keys.OldSecretUse;
import latchkey.keys.Retirement;
import latchkey.keys.Rotation;
import latchkey.keys.SecretTraffic;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/keys/{keyId}/rotation`: a new secret, and the end of the old one.
public final class RotationOperations {
  private static final String ROTATION = KeyOperations.ONE + "/rotation";

  private final KeyRoom room;
  private final Organizations organizations;

  public RotationOperations(KeyRoom room, Organizations organizations) {
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    Need update = Need.of(Right.KEYS_MANAGE, "keys.update");
    return Stream.of(
            Operation.create(ROTATION, update, this::start),
            Operation.get(ROTATION, read, this::show),
            Operation.post(ROTATION + "/retire", update, this::retire),
            Operation.delete(ROTATION, update, this::cancel))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  /// Without either, the old secret works until somebody retires it.
  private record Start(Optional<String> retiresAt, Optional<Integer> quietDays) {
    Retirement retirement() {
      if (retiresAt.isPresent() && quietDays.isPresent()) {
        throw new IllegalArgumentException("retiresAt and quietDays exclude each other");
      }
      BiFunction<Optional<String>, Optional<Integer>, Optional<Retirement>> either =
          (at, days) ->
              at.<Retirement>map(text -> new Retirement.At(KeyFields.instant(text)))
                  .or(() -> days.map(Retirement.WhenQuiet::new));
      return either.apply(retiresAt, quietDays).orElse(new Retirement.ByHand());
    }
  }

  private Answer start(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Retirement retirement = Faults.checked(call.body(Start.class)::retirement);
    IssuedKey issued =
        KeyOperations.done(
            room.rotations()
                .start(
                    caller.scope(),
                    KeyOperations.id(call),
                    call.version(),
                    retirement,
                    caller.ceiling(),
                    call.by()));
    return Answer.created(
            KeyShape.Secrets.of(issued, call.now()),
            KeyOperations.ALL + "/" + issued.key().id() + "/rotation")
        .version(issued.key().version());
  }

  /// How a rotation stands.
  ///
  /// @param oldSecret who still uses it; of a key that is not rotating, nothing
  private record Standing(
      String state,
      Optional<KeyShape.RotationShape> rotation,
      Optional<Use> oldSecret,
      Optional<Minutes> traffic) {}

  /// What both secrets did in the last hour, minute by minute, the latest last.
  private record Minutes(Instant from, List<Long> oldSecret, List<Long> newSecret) {
    static Minutes of(SecretTraffic traffic) {
      return new Minutes(
          Instant.ofEpochMilli(traffic.from()), traffic.oldSecret(), traffic.newSecret());
    }
  }

  /// @param since from when on requests are counted here: the start of the rotation's hour
  private record Use(
      Optional<Instant> lastUsedAt,
      Optional<String> lastUsedFrom,
      Instant since,
      long requests,
      long requestsInTheLastDay,
      List<From> usedFrom) {
    Use {
      usedFrom = List.copyOf(usedFrom);
    }

    static Use of(OldSecretUse use) {
      return new Use(
          use.last().map(last -> Instant.ofEpochMilli(last.at())),
          use.last().flatMap(last -> last.address()),
          Instant.ofEpochMilli(use.since()),
          use.requests(),
          use.requestsInTheLastDay(),
          use.from().stream().map(From::of).toList());
    }
  }

  /// Where the old secret was used.
  ///
  /// @param from an address, the network of several, or absent: it is not known
  private record From(Optional<String> from, Instant lastUsedAt) {
    static From of(KeyPage.Use use) {
      return new From(use.address(), Instant.ofEpochMilli(use.at()));
    }
  }

  private Answer show(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Key key =
        room.keys().find(caller.scope(), KeyOperations.id(call)).orElseThrow(KeyOperations::absent);
    Standing standing =
        switch (key.rotation().at(call.now())) {
          case Rotation.Single _ ->
              new Standing("single", Optional.empty(), Optional.empty(), Optional.empty());
          case Rotation.Overlapping overlap ->
              new Standing(
                  "overlapping",
                  Optional.of(KeyShape.RotationShape.of(overlap)),
                  Optional.of(Use.of(room.rotations().oldSecretUse(key, overlap, call.now()))),
                  Optional.of(Minutes.of(room.rotations().lastHour(key, overlap, call.now()))));
        };
    return Answer.of(standing).version(key.version());
  }

  private Answer retire(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return KeyOperations.shown(
        call,
        room.rotations().retire(caller.scope(), KeyOperations.id(call), call.version(), call.by()));
  }

  private Answer cancel(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    return KeyOperations.shown(
        call,
        room.rotations().cancel(caller.scope(), KeyOperations.id(call), call.version(), call.by()));
  }
}
