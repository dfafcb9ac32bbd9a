package latchkey.doors.verify;

import java.io.IOException;
import latchkey.access.Address;
import latchkey.access.InvalidQueryException;
import latchkey.access.Query;
import latchkey.gate.Ask;
import latchkey.http.JsonFields;
import latchkey.http.JsonValue;
import latchkey.http.Problem;
import latchkey.keys.Credential;
import org.jspecify.annotations.Nullable;

/// One question as it comes in JSON.
final class VerifyRequest implements JsonFields {
  private static final int LONGEST_TEXT = 1_000;

  private final Queries queries;
  private @Nullable String key;
  private @Nullable String apiKey;
  private @Nullable String apiSecret;
  private @Nullable Query permission;
  private @Nullable String agent;
  private @Nullable Address address;
  private long cost = 1;
  private boolean limited = true;
  private boolean explain;

  VerifyRequest(Queries queries) {
    this.queries = queries;
  }

  @Override
  public boolean field(String name, JsonValue value) throws IOException {
    switch (name) {
      case "key" -> key = text(value);
      case "apiKey" -> apiKey = text(value);
      case "apiSecret" -> apiSecret = text(value);
      case "permission" -> permission = query(value);
      case "agent" -> agent = text(value);
      case "address" -> address = address(value);
      case "cost" -> cost = value.whole(0, Ask.MOST_COST);
      case "limits" -> limited = on(value);
      case "explain" -> explain = value.truth();
      default -> {
        return false;
      }
    }
    return true;
  }

  /// The question to the gate, on behalf of an organization or, null, of the operator.
  Ask ask(@Nullable String organization, long now) {
    return new Ask(credential(), permission, agent, organization, address, cost, limited, now);
  }

  boolean explain() {
    return explain;
  }

  private Credential credential() {
    String token = key;
    String first = apiKey;
    String second = apiSecret;
    if (token != null && first == null && second == null) {
      return Credential.token(token);
    }
    if (token == null && first != null && second != null) {
      return Credential.pair(first, second);
    }
    throw Problem.of(400, "invalid_request", "Send either key, or apiKey and apiSecret.");
  }

  private static String text(JsonValue value) throws IOException {
    String text = value.text();
    if (text.length() > LONGEST_TEXT) {
      throw value.wrong("has at most " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  private Query query(JsonValue value) throws IOException {
    try {
      return queries.get(value.text());
    } catch (InvalidQueryException e) {
      throw value
          .wrong(String.valueOf(e.getMessage()))
          .with("position", e.position())
          .with("expected", e.expected());
    }
  }

  private static Address address(JsonValue value) throws IOException {
    return Address.parse(value.text())
        .orElseThrow(() -> value.wrong("must be one IPv4 or IPv6 address"));
  }

  private static boolean on(JsonValue value) throws IOException {
    return switch (value.text()) {
      case "on" -> true;
      case "off" -> false;
      default -> throw value.wrong("must be \"on\" or \"off\"");
    };
  }
}
