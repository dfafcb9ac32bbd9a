package latchkey.openid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import latchkey.crypto.Secret;
import org.jspecify.annotations.Nullable;

/// What we have with one provider: what it said of itself, its keys, and the two requests of the
/// flow. It is asked when somebody first signs in with it, and anew each hour.
final class Relation {
  private static final long GOOD_FOR_MILLIS = Duration.ofHours(1).toMillis();
  private static final long PEACE_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Provider provider;
  private final Outbound outbound;
  private final LongSupplier clock;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable Known known;
  private String failure = "";
  private long askAgainAt = Long.MIN_VALUE;

  private record Known(Metadata metadata, IdTokens tokens) {}

  Relation(Provider provider, Outbound outbound, LongSupplier clock) {
    this.provider = provider;
    this.outbound = outbound;
    this.clock = clock;
  }

  /// Where to send the browser.
  URI authorization(Attempt attempt, URI redirect) throws IOException {
    URI endpoint = known().metadata.authorizationEndpoint();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("scope", "openid email profile");
    query.put("client_id", provider.clientId());
    query.put("redirect_uri", redirect.toString());
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", attempt.challenge());
    query.put("code_challenge_method", "S256");
    return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + form(query));
  }

  /// Exchanges the code for a token, and the token for whom it proves.
  Outcome redeem(String code, Attempt attempt, URI redirect) throws IOException {
    Known now = known();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", attempt.verifier());
    URI endpoint = now.metadata.tokenEndpoint();
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint);
    Optional<Secret> secret = provider.clientSecret();
    if (secret.isPresent() && now.metadata.secretInHeader()) {
      String pair = encoded(provider.clientId()) + ":" + encoded(secret.get().reveal());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    } else {
      form.put("client_id", provider.clientId());
      secret.ifPresent(text -> form.put("client_secret", text.reveal()));
    }
    Outbound.Answer answer = outbound.post(request, form(form));
    return switch (answer.status()) {
      case 200 -> {
        JsonNode said = Metadata.json(answer.body(), endpoint.toString());
        yield now.tokens.check(said.path("id_token").asText(), attempt.nonce());
      }
      // of the code, or of ourselves: the operator finds out which by the status
      case 400, 401, 403 ->
          new Outcome.Refused("%s answered %d".formatted(endpoint, answer.status()));
      default -> throw new Unreachable("%s answered %d".formatted(endpoint, answer.status()));
    };
  }

  /// What the provider said last. Of one that does not answer, what it said before still holds,
  /// and it is left in peace for a moment, so that a crowd does not wait for it one by one.
  private Known known() throws IOException {
    asking.lock();
    try {
      if (clock.getAsLong() >= askAgainAt) {
        ask();
      }
      if (known == null) {
        throw new Unreachable(failure);
      }
      return known;
    } finally {
      asking.unlock();
    }
  }

  private void ask() {
    try {
      Metadata metadata = Metadata.discover(provider, outbound);
      Known before = known;
      known =
          before != null && before.metadata.keys().equals(metadata.keys())
              ? new Known(metadata, before.tokens)
              : new Known(metadata, new IdTokens(provider, metadata.keys(), outbound, clock));
      askAgainAt = clock.getAsLong() + GOOD_FOR_MILLIS;
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      askAgainAt = clock.getAsLong() + PEACE_MILLIS;
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
