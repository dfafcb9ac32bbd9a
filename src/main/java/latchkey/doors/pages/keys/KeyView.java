package latchkey.doors.pages.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Visit;
import latchkey.http.JsonRecords;

/// A key, as far as pages show it.
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
  public KeyView {
    permissions = List.copyOf(permissions);
    addresses = List.copyOf(addresses);
    limits = List.copyOf(limits);
    tags = List.copyOf(tags);
  }

  public record LimitView(String name, long max, long windowMillis) {}

  /// It may lie ahead.
  public record Revocation(Instant at, String reason) {}

  /// While both of its secrets work.
  ///
  /// @param ends `byHand`, `at` or `whenQuiet`
  public record Rotation(
      Instant startedAt, String ends, Optional<Instant> retiresAt, Optional<Integer> quietDays) {}

  /// Whether it is over with it: revoked or expired.
  public boolean ended() {
    return state.equals("revoked") || state.equals("expired");
  }

  public boolean revoked() {
    return state.equals("revoked");
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

  static KeyView of(Visit visit, String id) {
    return visit.get("/api/v1/keys/{keyId}").path("keyId", id).as(KeyView.class);
  }

  /// The one that the path names.
  public static KeyView of(Visit visit) {
    return of(visit, visit.path("keyId"));
  }
}
