package latchkey.keys;

import latchkey.keys.Key.Stamp;

/// How many secrets a key has, and which: a state, and what can happen to it.
///
/// ```
///            Start                    Retire, or its time has come
///  Single ──────────▶ Overlapping ─────────────────────────────────▶ Single (the new one)
///    ▲                     │ Cancel
///    └─────────────────────┘ (the old one)
/// ```
///
/// A secret is known by its slot, 0 or 1: a new one takes the slot that is free.
public sealed interface Rotation {
  /// Of a key that was never rotated.
  static Rotation first() {
    return new Single(0);
  }

  /// The slot of the secret that goes on.
  int slot();

  record Single(int slot) implements Rotation {
    public Single {
      check(slot);
    }
  }

  /// Two secrets work.
  ///
  /// @param slot the new one's
  record Overlapping(int slot, Stamp started, Retirement retirement) implements Rotation {
    public Overlapping {
      check(slot);
    }

    public int oldSlot() {
      return 1 - slot;
    }
  }

  private static void check(int slot) {
    if (slot < 0 || slot > 1) {
      throw new IllegalArgumentException("a slot is 0 or 1, not " + slot);
    }
  }

  /// What somebody wants to happen.
  sealed interface Event {}

  record Start(Stamp stamp, Retirement retirement) implements Event {}

  /// The old secret is to go now.
  record Retire() implements Event {}

  /// The old secret was last used then, or never.
  record Quiet(long lastUse) implements Event {}

  /// The new secret is to go, as if there had been no rotation.
  record Cancel() implements Event {}

  /// What came of it.
  sealed interface Step {}

  record Moved(Rotation to) implements Step {}

  record Stays(String why) implements Step {}

  /// As it is at that time: a date that has passed needs nobody to act on it.
  default Rotation at(long now) {
    return this instanceof Overlapping(int slot, var _, Retirement.At(long time)) && time <= now
        ? new Single(slot)
        : this;
  }

  /// From when on the secret in that slot proves nothing.
  default long retiresAt(int ofSlot) {
    return this instanceof Overlapping(int slot, var _, Retirement.At(long time)) && slot != ofSlot
        ? time
        : Long.MAX_VALUE;
  }

  /// The one way from a state to the next.
  default Step next(Event event, long now) {
    return switch (at(now)) {
      case Single(int slot) ->
          switch (event) {
            case Start start -> start(slot, start, now);
            case Retire _, Quiet _, Cancel _ -> new Stays("the key is not rotating");
          };
      case Overlapping overlap ->
          switch (event) {
            case Start _ ->
                new Stays("the key is rotating already: retire its old secret or cancel first");
            case Retire _ -> new Moved(new Single(overlap.slot()));
            case Cancel _ -> new Moved(new Single(overlap.oldSlot()));
            case Quiet(long lastUse) -> quiet(overlap, lastUse, now);
          };
    };
  }

  private static Step start(int slot, Start start, long now) {
    return start.retirement() instanceof Retirement.At(long time) && time <= now
        ? new Stays("the time at which the old secret ends lies in the past")
        : new Moved(new Overlapping(1 - slot, start.stamp(), start.retirement()));
  }

  private static Step quiet(Overlapping overlap, long lastUse, long now) {
    return overlap.retirement() instanceof Retirement.WhenQuiet rule
            && Math.max(overlap.started().at(), lastUse) + rule.millis() <= now
        ? new Moved(new Single(overlap.slot()))
        : new Stays("the old secret is not quiet for long enough");
  }
}
