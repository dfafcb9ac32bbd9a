package latchkey.doors.pages.key;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Visit;
import latchkey.http.JsonRecords;

/// A key, as far as its page shows it.
public record KeyFacts(
    String id,
    String apiKey,
    String name,
    String description,
    Optional<String> agentId,
    String environment,
    String state,
    List<String> permissions,
    List<String> addresses,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt,
    Map<String, Object> metadata,
    List<String> tags,
    Optional<Revocation> revocation,
    Optional<Rotation> rotation,
    Optional<Instant> lastUsedAt,
    Optional<String> lastUsedFrom,
    Instant createdAt,
    Instant updatedAt,
    long version) {
  public KeyFacts {
    permissions = List.copyOf(permissions);
    addresses = List.copyOf(addresses);
    tags = List.copyOf(tags);
  }

  /// It may lie ahead.
  public record Revocation(Instant at, String reason) {}

  /// While both of its secrets work.
  ///
  /// @param ends `byHand`, `at` or `whenQuiet`
  public record Rotation(
      Instant startedAt, String ends, Optional<Instant> retiresAt, Optional<Integer> quietDays) {}

  static KeyFacts of(Visit visit) {
    return visit.get("/api/v1/keys/{keyId}").path("keyId", visit.path("keyId")).as(KeyFacts.class);
  }

  /// Whether it works no more.
  public boolean ended() {
    return state.equals("revoked") || state.equals("expired");
  }

  /// The stylesheet's word for its state.
  public String mark() {
    return switch (state) {
      case "active" -> "ok";
      case "revoked", "expired" -> "bad";
      default -> "warn";
    };
  }

  /// What is noted on it, as JSON.
  public String metadataText() {
    return new String(JsonRecords.write(metadata), StandardCharsets.UTF_8);
  }
}
