package latchkey.keys;

import java.util.List;
import java.util.Optional;

/// Which keys of a list are wanted: those that everything given here is true of.
///
/// @param search part of the name, the description or the public key; ASCII letters in any case
/// @param permissions any of these was granted, by its name
/// @param creator the id of who made it
public record KeyFilter(
    Optional<String> search,
    Optional<Listed> state,
    Optional<String> agentId,
    List<String> permissions,
    Optional<Environment> environment,
    Optional<String> creator,
    Optional<String> tag,
    Optional<LastUsed> lastUsed) {
  public static final int MOST_SEARCH = 100;
  public static final KeyFilter ALL =
      new KeyFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// What a key can be looked for as. A rotating key is active too.
  public enum Listed {
    ACTIVE,
    NOT_YET_VALID,
    EXPIRED,
    REVOKED,
    ROTATING,
    /// Active or not yet valid.
    CURRENT,
    /// Expired or revoked.
    ENDED
  }

  /// When a key was last used, whichever of its secrets was.
  public sealed interface LastUsed {
    record Never() implements LastUsed {}

    /// It was used, but not from that time on.
    record Before(long time) implements LastUsed {}

    /// It was used at that time or later.
    record Since(long time) implements LastUsed {}
  }

  public KeyFilter {
    permissions = List.copyOf(permissions);
    if (search.isPresent() && search.get().length() > MOST_SEARCH) {
      throw new IllegalArgumentException(
          "a search has at most " + MOST_SEARCH + " characters, not " + search.get().length());
    }
  }

  /// The same for keys that are in that state.
  public KeyFilter in(Listed only) {
    return new KeyFilter(
        search, Optional.of(only), agentId, permissions, environment, creator, tag, lastUsed);
  }

  /// The same for keys of one agent only.
  KeyFilter within(Scope scope) {
    return scope.agentId().isEmpty()
        ? this
        : new KeyFilter(
            search, state, scope.agentId(), permissions, environment, creator, tag, lastUsed);
  }

  /// Whether nothing of that agent's scope can be meant.
  boolean outside(Scope scope) {
    return scope.agentId().isPresent() && agentId.isPresent() && !agentId.equals(scope.agentId());
  }
}
