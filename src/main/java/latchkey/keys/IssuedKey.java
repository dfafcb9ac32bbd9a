package latchkey.keys;

/// A key that was just made, and its text: the only time that both are together.
public record IssuedKey(Key key, KeyText text) {}
