package latchkey.keys;

import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.limits.Limits;

/// A key as the record has it, without its secrets.
///
/// @param agentId the only agent it works for, or none: the whole organization
/// @param permissions as granted, wildcards kept
public record Key(
    PublicId id,
    String organizationId,
    Optional<String> agentId,
    String name,
    String description,
    String prefix,
    Environment environment,
    List<String> permissions,
    AddressList addresses,
    Limits limits,
    Validity validity,
    Metadata metadata,
    Stamp created,
    Stamp updated,
    Optional<Revocation> revocation) {

  public Key {
    permissions = List.copyOf(permissions);
  }

  /// What goes into `X-API-Key`, and how the key is shown.
  public String apiKey() {
    return KeyText.publicPart(prefix, environment, id);
  }

  /// Who did something, and when.
  public record Stamp(long at, String by) {}

  /// The end that somebody chose.
  public record Revocation(long at, String by, RevocationReason reason) {}
}
