package latchkey.idempotency;

import latchkey.crypto.Secret;

/// One request under an idempotency key.
///
/// @param organizationId whose it is, or empty for what an operator does
/// @param caller who asks: a key of one says nothing to another
/// @param operation what is asked, such as `POST /api/v1/agents`
/// @param name the idempotency key
/// @param request all that makes it the same request; it may hold secrets
public record Attempt(
    String organizationId, String caller, String operation, String name, Secret request) {
  public static final int LONGEST_NAME = 255;

  public Attempt {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to %d visible ASCII characters, without blanks"
              .formatted(LONGEST_NAME));
    }
  }

  /// What its row is found by; also what its answer is sealed for.
  String place() {
    return String.join("\n", "idempotency", organizationId, caller, operation, name);
  }
}
