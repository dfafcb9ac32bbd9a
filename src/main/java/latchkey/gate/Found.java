package latchkey.gate;

/// What is known of a public id: a key, or that there is none.
public sealed interface Found {
  record Known(KeySnapshot key) implements Found {}

  /// Never issued, or deleted: whoever asks is told the same.
  record None() implements Found {
    static final None INSTANCE = new None();
  }
}
