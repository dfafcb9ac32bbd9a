package latchkey.limits;

/// How one limit stands at a moment: `remaining` may be taken at once, and if nothing more comes
/// the window is wholly free again at `resetAt` (epoch milliseconds).
public record Standing(String name, long limit, long remaining, long resetAt, long windowMillis) {}
