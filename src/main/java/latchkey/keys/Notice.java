package latchkey.keys;

/// That a key will expire soon.
///
/// @param days before which it is told: 30, 7 or 1
public record Notice(Key key, int days, long expiresAt) {}
