package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.gate.Gate;
import latchkey.gate.KeySnapshot;
import latchkey.keys.Key;
import latchkey.keys.KeyRoom;
import latchkey.limits.Standing;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/keys/{keyId}/limits`: what a key may still do now.
public final class LimitOperations {
  private final Gate gate;
  private final KeyRoom room;
  private final Organizations organizations;

  public LimitOperations(Gate gate, KeyRoom room, Organizations organizations) {
    this.gate = gate;
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    return List.of(
        Operation.get(KeyOperations.ONE + "/limits", read, this::show).alsoForOneAgent());
  }

  /// @param resetAt when all of it is free again, if nothing more comes; absent if it is
  private record Left(
      String name, long max, long windowMillis, long remaining, Optional<Instant> resetAt) {
    static Left of(Standing standing) {
      return new Left(
          standing.name(),
          standing.limit(),
          standing.windowMillis(),
          standing.remaining(),
          standing.remaining() == standing.limit()
              ? Optional.empty()
              : Optional.of(Instant.ofEpochMilli(standing.resetAt())));
    }
  }

  private record All(List<Left> items) {
    All {
      items = List.copyOf(items);
    }
  }

  private Answer show(Call call) {
    Key stored =
        room.keys()
            .find(KeyCaller.of(call, organizations).scope(), KeyOperations.id(call))
            .orElseThrow(KeyOperations::absent);
    KeySnapshot key = gate.key(stored.id()).orElseThrow(KeyOperations::absent);
    return Answer.of(
        new All(key.meter().peek(key.limits(), call.now()).stream().map(Left::of).toList()));
  }
}
