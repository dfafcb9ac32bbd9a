package latchkey.people;

import java.util.function.Function;

/// What became of a change.
public sealed interface Outcome<T> {
  record Changed<T>(T value) implements Outcome<T> {}

  /// There is no such thing, or it is another organization's.
  record Absent<T>() implements Outcome<T> {}

  /// It is not the version any more that the caller saw.
  record Stale<T>(long version) implements Outcome<T> {}

  record Refused<T>(Refusal why) implements Outcome<T> {}

  static <T> Outcome<T> changed(T value) {
    return new Changed<>(value);
  }

  static <T> Outcome<T> absent() {
    return new Absent<>();
  }

  static <T> Outcome<T> refused(Refusal why) {
    return new Refused<>(why);
  }

  default <R> Outcome<R> map(Function<T, R> function) {
    return switch (this) {
      case Changed<T>(T value) -> new Changed<>(function.apply(value));
      case Absent<T>() -> new Absent<>();
      case Stale<T>(long version) -> new Stale<>(version);
      case Refused<T>(Refusal why) -> new Refused<>(why);
    };
  }
}
