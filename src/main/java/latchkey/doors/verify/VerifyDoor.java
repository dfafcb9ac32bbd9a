package latchkey.doors.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import latchkey.access.Query;
import latchkey.doors.CredentialHeaders;
import latchkey.doors.Doorway;
import latchkey.doors.RateLimitHeaders;
import latchkey.doors.Refusals;
import latchkey.gate.Ask;
import latchkey.gate.Explanation;
import latchkey.gate.Verdict;
import latchkey.http.Exchange;
import latchkey.http.Json;
import latchkey.http.Method;
import latchkey.http.Problem;
import latchkey.http.Routes.Route;
import org.jspecify.annotations.Nullable;

/// `/v1/keys/verify`: judges keys for callers that hold a management key, and explains.
///
/// A caller sees the keys of its own organization; another's is answered like one that does not
/// exist.
public final class VerifyDoor {
  public static final int MOST_IN_BATCH = 100;

  private static final Query KEYS_READ = Query.of("keys.read");
  private static final String DECISIONS = "/v1/keys/decisions/";

  private final Doorway doorway;
  private final Queries queries;
  private final boolean openOnLoopback;

  public VerifyDoor(Doorway doorway, Queries queries, boolean openOnLoopback) {
    this.doorway = doorway;
    this.queries = queries;
    this.openOnLoopback = openOnLoopback;
  }

  public List<Route> routes() {
    return List.of(
        new Route(Method.POST, "/v1/keys/verify", this::verify),
        new Route(Method.POST, "/v1/keys/verify/batch", this::verifyBatch),
        new Route(Method.GET, DECISIONS + "**", this::explain));
  }

  private void verify(Exchange exchange) {
    exchange.requireAcceptsJson();
    authenticate(exchange, caller -> exchange.jsonBody(body -> verifyOne(exchange, caller, body)));
  }

  private void verifyOne(Exchange exchange, Caller caller, byte[] body) {
    VerifyRequest request = new VerifyRequest(queries);
    Json.readObject(body, request);
    Ask ask = request.ask(caller.organization, doorway.now());
    doorway.decide(
        exchange,
        ask,
        verdict ->
            exchange.answerJson(
                200, Json.bytes(json -> VerdictJson.write(json, ask, verdict, request.explain()))));
  }

  private void verifyBatch(Exchange exchange) {
    exchange.requireAcceptsJson();
    authenticate(exchange, caller -> exchange.jsonBody(body -> verifyMany(exchange, caller, body)));
  }

  private void verifyMany(Exchange exchange, Caller caller, byte[] body) {
    List<VerifyRequest> requests = new ArrayList<>();
    Json.readObject(
        body,
        (name, value) -> {
          if (!name.equals("keys")) {
            return false;
          }
          value.array(
              MOST_IN_BATCH,
              item -> {
                VerifyRequest request = new VerifyRequest(queries);
                item.object(request);
                requests.add(request);
              });
          return true;
        });
    if (requests.isEmpty()) {
      throw Problem.of(
          400, "invalid_request", "keys is an array of 1 to " + MOST_IN_BATCH + " questions.");
    }
    // All are read before the first is decided: a mistake in the last one spends nothing.
    List<Ask> asks = new ArrayList<>();
    for (VerifyRequest request : requests) {
      asks.add(request.ask(caller.organization, doorway.now()));
    }
    decideFrom(exchange, requests, asks, new ArrayList<>());
  }

  /// Decides one after the other, so that answers and limits follow the order of the questions.
  private void decideFrom(
      Exchange exchange, List<VerifyRequest> requests, List<Ask> asks, List<Verdict> verdicts) {
    if (verdicts.size() < asks.size()) {
      doorway.decide(
          exchange,
          asks.get(verdicts.size()),
          verdict -> {
            verdicts.add(verdict);
            decideFrom(exchange, requests, asks, verdicts);
          });
      return;
    }
    exchange.answerJson(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("results");
              for (int i = 0; i < asks.size(); i++) {
                VerdictJson.write(json, asks.get(i), verdicts.get(i), requests.get(i).explain());
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private void explain(Exchange exchange) {
    exchange.requireAcceptsJson();
    String decision = exchange.path().substring(DECISIONS.length());
    authenticate(
        exchange,
        caller -> {
          Explanation explanation =
              (caller.organization == null
                      ? doorway.gate().decisions().explainStranger(decision)
                      : doorway.gate().decisions().explain(caller.organization, decision))
                  .orElseThrow(
                      () ->
                          Problem.of(
                              404,
                              "not_found",
                              "No such refusal is kept: only the last ones of an organization are."));
          exchange.answerJson(200, Json.bytes(json -> VerdictJson.explanation(json, explanation)));
        });
  }

  /// Who asks: an organization, or null for the operator's own machine.
  private record Caller(@Nullable String organization) {}

  private void authenticate(Exchange exchange, Consumer<Caller> then) {
    switch (CredentialHeaders.of(exchange)) {
      case CredentialHeaders.Absent _ -> {
        if (!openOnLoopback || !isLoopback(exchange)) {
          throw Refusals.unauthenticated();
        }
        then.accept(new Caller(null));
      }
      case CredentialHeaders.Refused(var why) -> throw Refusals.unreadable(why);
      case CredentialHeaders.Present(var credential) -> {
        Ask ask = Ask.of(credential, KEYS_READ, doorway.clientOf(exchange), doorway.now());
        doorway.decide(exchange, ask, verdict -> admit(exchange, ask, verdict, then));
      }
    }
  }

  private static void admit(Exchange exchange, Ask ask, Verdict verdict, Consumer<Caller> then) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        RateLimitHeaders.add(exchange, granted.key(), granted.take(), ask.now());
        then.accept(new Caller(granted.key().organization().id()));
      }
      case Verdict.Denied denied -> throw Refusals.of(denied, ask);
      case Verdict.Limited limited -> {
        RateLimitHeaders.add(exchange, limited.key(), limited.take(), ask.now());
        RateLimitHeaders.addRetryAfter(exchange, limited.retryAfterMillis());
        exchange.refuse(Refusals.of(limited));
      }
    }
  }

  /// A request that a proxy on this machine passes on is not this machine's.
  private static boolean isLoopback(Exchange exchange) {
    return exchange.peer().isLoopbackAddress()
        && exchange.headers("Forwarded").isEmpty()
        && exchange.headers("X-Forwarded-For").isEmpty();
  }
}
