package latchkey.advice;

import java.util.List;
import java.util.Optional;

/// Something about a key that would be better otherwise.
///
/// @param detail what it is about: permissions, networks; empty where the kind says all
/// @param remedy what ends it
public record Finding(Kind kind, List<String> detail, Remedy remedy) {
  public Finding {
    detail = List.copyOf(detail);
  }

  /// What is found; what it takes from a key's 100 points.
  public enum Kind {
    /// Holds permissions that it does not use.
    NARROW(15),
    /// May come from anywhere, and comes from one or two networks.
    RESTRICT(10),
    NEVER_USED(20),
    /// Was used once, and not for long.
    QUIET(25),
    NO_EXPIRY(10),
    /// Whoever made it, and may know its secret, does not belong to the organization any more.
    CREATOR_LEFT(25),
    /// Holds nearly everything, and has for long.
    WIDE(15),
    EXPIRING(5),
    /// Much of what it asks for is refused.
    FAILING(10);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    public int weight() {
      return weight;
    }
  }

  /// What ends a finding.
  public sealed interface Remedy {
    /// The key is to be so.
    record Change(
        Optional<List<String>> permissions,
        Optional<List<String>> addresses,
        Optional<Long> expiresAt)
        implements Remedy {}

    record Revoke() implements Remedy {}

    record Rotate() implements Remedy {}

    /// Somebody has to look what is behind it.
    record Look() implements Remedy {}
  }

  static Finding of(Kind kind, Remedy remedy) {
    return new Finding(kind, List.of(), remedy);
  }
}
