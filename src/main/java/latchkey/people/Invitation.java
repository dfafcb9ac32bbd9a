package latchkey.people;

/// An address that was asked to join an organization; it ends when they join, when it is revoked,
/// or when it expires.
public record Invitation(
    String id,
    String organizationId,
    Email email,
    Role role,
    String invitedBy,
    long createdAt,
    long expiresAt,
    long version) {}
