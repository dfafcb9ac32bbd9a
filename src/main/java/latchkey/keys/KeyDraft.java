package latchkey.keys;

import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// What it takes to make a key.
///
/// @param permissions names of the organization's catalog, checked by who makes the draft
public record KeyDraft(
    String organizationId,
    Optional<String> agentId,
    String name,
    String description,
    Environment environment,
    List<String> permissions,
    AddressList addresses,
    Limits limits,
    Validity validity,
    Metadata metadata) {
  public static final Limits DEFAULT_LIMITS = Limits.of(Limit.perMinute(60), Limit.perHour(1_000));
  public static final int MOST_NAME = 100;
  public static final int MOST_DESCRIPTION = 500;

  public KeyDraft {
    if (name.isBlank() || name.length() > MOST_NAME) {
      throw new IllegalArgumentException("a key's name has 1 to " + MOST_NAME + " characters");
    }
    if (description.length() > MOST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "a key's description has at most " + MOST_DESCRIPTION + " characters");
    }
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one permission");
    }
    permissions = List.copyOf(permissions);
  }

  /// A live key for the whole organization, from anywhere, for ever, with the default limits.
  public static KeyDraft of(String organizationId, String name, List<String> permissions) {
    return new KeyDraft(
        organizationId,
        Optional.empty(),
        name,
        "",
        Environment.LIVE,
        permissions,
        AddressList.ANY,
        DEFAULT_LIMITS,
        Validity.UNBOUNDED,
        Metadata.NONE);
  }

  public KeyDraft forAgent(String agentId) {
    return new KeyDraft(
        organizationId,
        Optional.of(agentId),
        name,
        description,
        environment,
        permissions,
        addresses,
        limits,
        validity,
        metadata);
  }

  public KeyDraft from(AddressList onlyAddresses) {
    return new KeyDraft(
        organizationId,
        agentId,
        name,
        description,
        environment,
        permissions,
        onlyAddresses,
        limits,
        validity,
        metadata);
  }

  public KeyDraft limited(Limits newLimits) {
    return new KeyDraft(
        organizationId,
        agentId,
        name,
        description,
        environment,
        permissions,
        addresses,
        newLimits,
        validity,
        metadata);
  }

  public KeyDraft valid(Validity newValidity) {
    return new KeyDraft(
        organizationId,
        agentId,
        name,
        description,
        environment,
        permissions,
        addresses,
        limits,
        newValidity,
        metadata);
  }

  public KeyDraft in(Environment newEnvironment) {
    return new KeyDraft(
        organizationId,
        agentId,
        name,
        description,
        newEnvironment,
        permissions,
        addresses,
        limits,
        validity,
        metadata);
  }
}
