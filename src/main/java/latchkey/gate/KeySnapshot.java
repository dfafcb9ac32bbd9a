package latchkey.gate;

import java.util.List;
import java.util.function.Function;
import latchkey.access.AddressList;
import latchkey.access.Grants;
import latchkey.keys.Key;
import latchkey.keys.KeyTerms;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.limits.Limits;
import latchkey.limits.Meter;
import latchkey.usage.Count;
import org.jspecify.annotations.Nullable;

/// All that a decision about one key needs, decoded once and never changed: what is cached is
/// this, never a verdict.
///
/// The meter rides along so that a request finds it without a second look-up; it is not part of
/// the snapshot's life, and outlives it.
public final class KeySnapshot implements Found {
  private final Key key;
  private final OrganizationSnapshot organization;
  private final Grants grants;
  private final SecretDigest[] secrets;

  /// Replaced when it was swept away meanwhile; whichever of two threads writes last, it is the
  /// same.
  private Meter meter;

  // What every request reads stands here too, one step away.
  private final long revokedAt;
  private final long notBefore;
  private final long notAfter;
  private final @Nullable String agent;
  private final boolean agentGone;
  private final AddressList addresses;
  private final Limits limits;
  private final String idText;
  private final String permissionsText;
  private final long countedHigh;
  private final long countedLow;

  /// What a door has made of this key; any thread's is as good as another's.
  private @Nullable Object derived;

  KeySnapshot(Key key, List<SecretDigest> secrets, OrganizationSnapshot organization, Meter meter) {
    this.key = key;
    this.organization = organization;
    this.grants =
        Grants.ofStored(String.join(" ", key.terms().permissions()), organization.catalog());
    this.secrets = secrets.toArray(SecretDigest[]::new);
    this.meter = meter;
    this.revokedAt = key.revocation().map(Key.Revocation::at).orElse(Long.MAX_VALUE);
    this.notBefore = key.terms().validity().notBefore();
    this.notAfter = key.terms().validity().notAfter();
    this.agent = key.agentId().orElse(null);
    this.agentGone = agent != null && !organization.agents().contains(agent);
    this.addresses = key.terms().addresses();
    this.limits = key.terms().limits();
    this.idText = key.id().toString();
    this.countedHigh = Count.packId(idText, 0);
    this.countedLow = Count.packId(idText, PublicId.LENGTH / 2);
    this.permissionsText = String.join(" ", grants.names());
  }

  public Key key() {
    return key;
  }

  /// The same key as it would be under other terms; with its meter, and no secret to show.
  public KeySnapshot under(KeyTerms terms) {
    return new KeySnapshot(key.on(terms), List.of(), organization, meter());
  }

  /// The first half of the public id, as the usage journal has it.
  long countedHigh() {
    return countedHigh;
  }

  long countedLow() {
    return countedLow;
  }

  /// The public id, as text.
  public String idText() {
    return idText;
  }

  /// All that is granted, wildcards spelt out, in one line.
  public String permissionsText() {
    return permissionsText;
  }

  public OrganizationSnapshot organization() {
    return organization;
  }

  public Grants grants() {
    return grants;
  }

  public Limits limits() {
    return limits;
  }

  public Meter meter() {
    Meter kept = meter;
    Meter current = kept.current();
    if (current != kept) {
      meter = current;
    }
    return current;
  }

  /// What `make` makes of this key, which must be immutable; kept until another type is asked for.
  public <T extends Record> T derived(Class<T> type, Function<KeySnapshot, T> make) {
    Object kept = derived;
    if (type.isInstance(kept)) {
      return type.cast(kept);
    }
    T made = make.apply(this);
    derived = made;
    return made;
  }

  SecretDigest[] secrets() {
    return secrets;
  }

  boolean revokedAt(long now) {
    return revokedAt <= now;
  }

  boolean begunAt(long now) {
    return notBefore <= now;
  }

  boolean endedAt(long now) {
    return notAfter <= now;
  }

  AddressList addresses() {
    return addresses;
  }

  @Nullable String agent() {
    return agent;
  }

  /// Whether the key is for one agent, and that is archived or deleted.
  boolean agentGone() {
    return agentGone;
  }

  /// A rough size in bytes, for the cache's bound.
  int weight() {
    Key k = key;
    int text =
        k.terms().name().length()
            + k.terms().description().length()
            + k.terms().metadata().json().length()
            + k.organizationId().length()
            + k.created().by().length()
            + k.updated().by().length();
    return 1_200
        + text
        + permissionsText.length()
        + 48 * k.terms().permissions().size()
        + 120 * addresses.entries().size();
  }
}
