package latchkey.doors.pages.keys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Visit;

/// A key, as far as these pages show it.
public record KeyView(
    String id,
    String apiKey,
    String name,
    String description,
    Optional<String> agentId,
    String environment,
    String state,
    List<String> permissions,
    List<String> addresses,
    List<LimitView> limits,
    Optional<Instant> expiresAt,
    List<String> tags,
    Optional<Revocation> revocation,
    Optional<Rotation> rotation,
    Optional<Instant> lastUsedAt,
    Optional<String> lastUsedFrom,
    Instant createdAt,
    String createdBy,
    long version) {
  public KeyView {
    permissions = List.copyOf(permissions);
    addresses = List.copyOf(addresses);
    limits = List.copyOf(limits);
    tags = List.copyOf(tags);
  }

  public record LimitView(String name, long max, long windowMillis) {}

  /// It may lie ahead.
  public record Revocation(Instant at, String reason) {}

  public record Rotation(Instant startedAt) {}

  /// Whether it is over with it: revoked or expired.
  public boolean ended() {
    return state.equals("revoked") || state.equals("expired");
  }

  public boolean revoked() {
    return state.equals("revoked");
  }

  static KeyView of(Visit visit, String id) {
    return visit.get("/api/v1/keys/{keyId}").path("keyId", id).as(KeyView.class);
  }

  /// The one that the path names.
  static KeyView of(Visit visit) {
    return of(visit, visit.path("keyId"));
  }
}
