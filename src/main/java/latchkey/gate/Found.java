package latchkey.gate;

/// What is known of a public id: a key, or that there is none.
public sealed interface Found permits KeySnapshot, Found.None {
  /// Never issued, or deleted: whoever asks is told the same.
  record None() implements Found {
    static final None INSTANCE = new None();
  }
}
