package latchkey.keys;

import java.util.List;
import java.util.function.Function;

/// What came of what somebody wanted done with a key.
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  /// There is no such key for who asks.
  record Absent<T>() implements Outcome<T> {}

  /// The key is not the version that was meant.
  record Stale<T>(long version) implements Outcome<T> {}

  /// The key is in no state for it.
  record Refused<T>(String why) implements Outcome<T> {}

  /// It would reach further than who wants it.
  record Beyond<T>(List<String> what) implements Outcome<T> {
    public Beyond {
      what = List.copyOf(what);
    }
  }

  default <U> Outcome<U> map(Function<T, U> function) {
    return then(value -> new Done<>(function.apply(value)));
  }

  /// What comes of going on with the value.
  default <U> Outcome<U> then(Function<T, Outcome<U>> function) {
    return switch (this) {
      case Done<T>(T value) -> function.apply(value);
      case Absent<T> _ -> new Absent<>();
      case Stale<T>(long version) -> new Stale<>(version);
      case Refused<T>(String why) -> new Refused<>(why);
      case Beyond<T>(List<String> what) -> new Beyond<>(what);
    };
  }
}
