package latchkey.doors.pages.usage;

import java.util.Optional;

/// Whose usage it is: a key's, an agent's, or the organization's.
public record Scope(Optional<String> keyId, Optional<String> agentId) {
  public static final Scope ORGANIZATION = new Scope(Optional.empty(), Optional.empty());

  public static Scope key(String id) {
    return new Scope(Optional.of(id), Optional.empty());
  }

  public static Scope agent(String id) {
    return new Scope(Optional.empty(), Optional.of(id));
  }
}
