package latchkey.doors.manage;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyTerms;
import latchkey.keys.Retirement;
import latchkey.keys.Rotation;
import latchkey.keys.Validity;

/// A key as it is shown; never a secret of it.
///
/// @param state in which part of its life it is; a rotating key has `rotation` too
record KeyShape(
    String id,
    String apiKey,
    String name,
    String description,
    Optional<String> agentId,
    String environment,
    String state,
    List<String> permissions,
    List<String> addresses,
    List<LimitShape> limits,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt,
    @JsonRawValue String metadata,
    List<String> tags,
    Optional<RevocationShape> revocation,
    Optional<RotationShape> rotation,
    Optional<Instant> lastUsedAt,
    Optional<String> lastUsedFrom,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    long version) {

  record RevocationShape(Instant at, String by, String reason) {}

  /// @param ends `byHand`, `at` or `whenQuiet`
  record RotationShape(
      Instant startedAt,
      String startedBy,
      String ends,
      Optional<Instant> retiresAt,
      Optional<Integer> quietDays) {
    static RotationShape of(Rotation.Overlapping overlap) {
      Instant startedAt = Instant.ofEpochMilli(overlap.started().at());
      String by = overlap.started().by();
      return switch (overlap.retirement()) {
        case Retirement.ByHand _ ->
            new RotationShape(startedAt, by, "byHand", Optional.empty(), Optional.empty());
        case Retirement.At(long time) ->
            new RotationShape(
                startedAt, by, "at", Optional.of(Instant.ofEpochMilli(time)), Optional.empty());
        case Retirement.WhenQuiet(int days) ->
            new RotationShape(startedAt, by, "whenQuiet", Optional.empty(), Optional.of(days));
      };
    }
  }

  /// A new secret, shown this once: as the pair of headers, and as the token for `Bearer`.
  record Secrets(KeyShape key, String apiKey, SecretText apiSecret, SecretText token) {
    static Secrets of(IssuedKey issued, long now) {
      return new Secrets(
          KeyShape.of(issued.key(), now),
          issued.text().apiKey(),
          new SecretText(issued.text().apiSecret()),
          new SecretText(issued.text().token()));
    }
  }

  static KeyShape of(KeyPage.Entry entry, long now) {
    return of(entry.key(), entry.lastUse(), now);
  }

  static KeyShape of(Key key, long now) {
    return of(key, Optional.empty(), now);
  }

  static KeyShape of(Key key, Optional<KeyPage.Use> lastUse, long now) {
    KeyTerms terms = key.terms();
    Validity validity = terms.validity();
    return new KeyShape(
        key.id().toString(),
        key.apiKey(),
        terms.name(),
        terms.description(),
        key.agentId(),
        key.environment().text(),
        state(key.stateAt(now)),
        terms.permissions(),
        terms.addresses().entries(),
        LimitShape.of(terms.limits()),
        validity.begins() ? Optional.of(time(validity.notBefore())) : Optional.empty(),
        validity.ends() ? Optional.of(time(validity.notAfter())) : Optional.empty(),
        terms.metadata().json(),
        terms.tags().list(),
        key.revocation().map(r -> new RevocationShape(time(r.at()), r.by(), r.reason().text())),
        rotation(key, now),
        lastUse.map(use -> time(use.at())),
        lastUse.flatMap(KeyPage.Use::address),
        time(key.created().at()),
        key.created().by(),
        time(key.updated().at()),
        key.updated().by(),
        key.version());
  }

  private static Optional<RotationShape> rotation(Key key, long now) {
    return key.rotation().at(now) instanceof Rotation.Overlapping overlap
        ? Optional.of(RotationShape.of(overlap))
        : Optional.empty();
  }

  static String state(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
