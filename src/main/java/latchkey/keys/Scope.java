package latchkey.keys;

import java.util.Optional;

/// Which keys somebody sees: an organization's, or only those of one of its agents. Others are to
/// them like keys that never were.
public record Scope(String organizationId, Optional<String> agentId) {
  public static Scope of(String organizationId) {
    return new Scope(organizationId, Optional.empty());
  }

  boolean sees(Key key) {
    return key.organizationId().equals(organizationId)
        && (agentId.isEmpty() || agentId.equals(key.agentId()));
  }
}
