package latchkey.keys;

import java.util.Optional;

/// A key as the record has it, without its secrets.
///
/// @param agentId the only agent it works for, or none: the whole organization
/// @param version one more with each change
public record Key(
    PublicId id,
    String organizationId,
    Optional<String> agentId,
    String prefix,
    Environment environment,
    KeyTerms terms,
    Stamp created,
    Stamp updated,
    Optional<Revocation> revocation,
    Rotation rotation,
    long version) {

  /// As it is when it was just made of a draft.
  public static Key made(KeyDraft draft, PublicId id, String prefix, Stamp stamp) {
    return new Key(
        id,
        draft.organizationId(),
        draft.agentId(),
        prefix,
        draft.environment(),
        draft.terms(),
        stamp,
        stamp,
        Optional.empty(),
        Rotation.first(),
        1);
  }

  /// What goes into `X-API-Key`, and how the key is shown.
  public String apiKey() {
    return KeyText.publicPart(prefix, environment, id);
  }

  public Key on(KeyTerms newTerms) {
    return with(newTerms, revocation, rotation);
  }

  public Key revoked(Optional<Revocation> newRevocation) {
    return with(terms, newRevocation, rotation);
  }

  public Key rotating(Rotation newRotation) {
    return with(terms, revocation, newRotation);
  }

  private Key with(KeyTerms newTerms, Optional<Revocation> newRevocation, Rotation newRotation) {
    return new Key(
        id,
        organizationId,
        agentId,
        prefix,
        environment,
        newTerms,
        created,
        updated,
        newRevocation,
        newRotation,
        version);
  }

  /// The same after a change.
  Key changed(Stamp stamp) {
    return new Key(
        id,
        organizationId,
        agentId,
        prefix,
        environment,
        terms,
        created,
        stamp,
        revocation,
        rotation,
        version + 1);
  }

  public boolean revokedAt(long now) {
    return revocation.isPresent() && revocation.get().at() <= now;
  }

  /// Whether it can ever be used again.
  public boolean endedAt(long now) {
    return revokedAt(now) || terms.validity().endedAt(now);
  }

  public State stateAt(long now) {
    if (revokedAt(now)) {
      return State.REVOKED;
    }
    if (terms.validity().endedAt(now)) {
      return State.EXPIRED;
    }
    return terms.validity().begunAt(now) ? State.ACTIVE : State.NOT_YET_VALID;
  }

  /// Where in its life a key is, the organization and its agent aside.
  public enum State {
    ACTIVE,
    NOT_YET_VALID,
    EXPIRED,
    REVOKED
  }

  /// Who did something, and when.
  public record Stamp(long at, String by) {}

  /// The end that somebody chose; one that lies ahead holds from then on.
  public record Revocation(long at, String by, RevocationReason reason) {}
}
