package latchkey.doors.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import latchkey.access.InvalidQueryException;
import latchkey.access.Query;
import latchkey.doors.CredentialHeaders;
import latchkey.doors.Doorway;
import latchkey.doors.KeyLines;
import latchkey.doors.RateLimitHeaders;
import latchkey.doors.Refusals;
import latchkey.gate.Ask;
import latchkey.gate.DecisionId;
import latchkey.gate.Reason;
import latchkey.gate.Verdict;
import latchkey.http.Endpoint;
import latchkey.http.Exchange;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Problem;
import latchkey.http.Routes.Route;
import latchkey.keys.Credential;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// `/auth` for the proxies' forward-auth: the forwarded request's credential, the operator's
/// mapping to an action, and the verdict as status and headers.
///
/// What is required comes from the proxy's configuration, as query parameters of `/auth`; or,
/// where a proxy can only add headers, from the two that the operator's settings name. A client
/// can send those headers too, so they count only when named, and the proxy must overwrite them.
/// Incoming `X-Latchkey-*` headers mean nothing here.
public final class ForwardAuthDoor {
  /// The names of the headers that carry the mapping, where the operator's settings name them.
  public record Mapping(Optional<String> permissionHeader, Optional<String> agentHeader) {
    boolean isEmpty() {
      return permissionHeader.isEmpty() && agentHeader.isEmpty();
    }
  }

  private static final HeaderName CODE = HeaderName.of("X-Latchkey-Code");
  private static final HeaderName DECISION = HeaderName.of("X-Latchkey-Decision");

  private static final int MOST_REMEMBERED = 1_000;
  private static final Required NOTHING = new Required(null, null, 1);

  private final Doorway doorway;
  private final Mapping mapping;

  /// What query strings mean: an operator's configuration holds few different ones.
  private final Map<String, Required> required = new HashMap<>();

  private final Queries queries;

  public ForwardAuthDoor(Doorway doorway, Queries queries, Mapping mapping) {
    this.doorway = doorway;
    this.queries = queries;
    this.mapping = mapping;
  }

  /// `/auth/…` takes any path and method below it, for proxies such as Envoy that append the
  /// original ones.
  public List<Route> routes() {
    Endpoint asked = exchange -> handle(exchange, this::required);
    Endpoint appended = exchange -> handle(exchange, this::requiredByHeaders);
    List<Route> routes = new ArrayList<>();
    routes.add(new Route(Method.GET, "/auth", asked));
    for (Method method : Method.values()) {
      if (method != Method.OTHER && method != Method.HEAD) {
        routes.add(new Route(method, "/auth/**", appended));
      }
    }
    return routes;
  }

  private void handle(Exchange exchange, Function<Exchange, Required> requirement) {
    Ask ask;
    try {
      ask = ask(exchange, requirement.apply(exchange));
    } catch (Problem problem) {
      // nginx drops the bodies of refusals, so the code is in a header too
      throw problem.withHeader(CODE.toString(), problem.code());
    }
    doorway.decide(exchange, ask, verdict -> answer(exchange, ask, verdict));
  }

  private Ask ask(Exchange exchange, Required what) {
    Credential credential =
        switch (CredentialHeaders.of(exchange)) {
          case CredentialHeaders.Present(var present) -> present;
          case CredentialHeaders.Absent _ -> throw Refusals.unauthenticated();
          case CredentialHeaders.Refused(var why) -> throw Refusals.unreadable(why);
        };
    return new Ask(
        credential,
        what.permission,
        what.agent,
        null,
        doorway.clientOf(exchange),
        what.cost,
        /* limited= */ true,
        doorway.now());
  }

  private static void answer(Exchange exchange, Ask ask, Verdict verdict) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        exchange.add(KeyLines.of(granted.key()).identity());
        Take take = granted.take();
        if (take != null) {
          RateLimitHeaders.addLimit(exchange, take, ask.now());
        }
        exchange.answer(200);
      }
      case Verdict.Denied denied -> {
        mark(exchange, denied.reason(), denied.decision());
        exchange.refuse(Refusals.of(denied, ask));
      }
      case Verdict.Limited limited -> {
        mark(exchange, Reason.RATE_LIMITED, limited.decision());
        RateLimitHeaders.add(exchange, limited.key(), limited.take(), ask.now());
        RateLimitHeaders.addRetryAfter(exchange, limited.retryAfterMillis());
        exchange.refuse(Refusals.of(limited));
      }
    }
  }

  private static void mark(Exchange exchange, Reason reason, long decision) {
    exchange.add(CODE, reason.code()).add(DECISION, DecisionId.text(decision));
  }

  /// What the proxy's configuration requires of the key.
  private record Required(@Nullable Query permission, @Nullable String agent, long cost) {}

  private Required required(Exchange exchange) {
    String query = exchange.query().orElse("");
    Required known = required.get(query);
    if (known == null) {
      known = read(query);
      if (required.size() >= MOST_REMEMBERED) {
        required.clear();
      }
      required.put(query, known);
    }
    return mapping.isEmpty() ? known : withHeaders(exchange, known);
  }

  /// Below `/auth/` path and query are the client's own: they require nothing, and above all
  /// they cannot take the place of what the proxy requires.
  private Required requiredByHeaders(Exchange exchange) {
    if (mapping.isEmpty()) {
      throw Problem.badRequest(
          "Below /auth/ the query is the client's own and requires nothing. Require it as /auth?permission=…, or in the headers that the settings auth-permission-header and auth-agent-header name.");
    }
    return withHeaders(exchange, NOTHING);
  }

  /// The configuration's own query parameters win over headers, which a client may have sent.
  private Required withHeaders(Exchange exchange, Required known) {
    Query permission = known.permission;
    if (permission == null) {
      permission =
          mapping
              .permissionHeader
              .flatMap(name -> only(exchange, name))
              .map(this::query)
              .orElse(null);
    }
    String agent = known.agent;
    if (agent == null) {
      agent = mapping.agentHeader.flatMap(name -> only(exchange, name)).orElse(null);
    }
    return new Required(permission, agent, known.cost);
  }

  private static Optional<String> only(Exchange exchange, String header) {
    List<String> values = exchange.headers(header);
    if (values.size() > 1) {
      throw Problem.badRequest(
          "The header " + header + " came twice: its proxy must overwrite it.");
    }
    return values.stream().findFirst();
  }

  /// A parameter that is not known may be a misspelt requirement, so it is refused and not
  /// ignored.
  private Required read(String query) {
    Query permission = null;
    String agent = null;
    long cost = 1;
    for (Map.Entry<String, String> parameter : Parameters.of(query).values().entrySet()) {
      switch (parameter.getKey()) {
        case "permission" -> permission = query(parameter.getValue());
        case "agent" -> agent = parameter.getValue();
        case "cost" -> cost = cost(parameter.getValue());
        default ->
            throw Problem.badRequest(
                "There is no parameter \"%s\"; /auth takes permission, agent and cost, and a key only in headers."
                    .formatted(parameter.getKey()));
      }
    }
    return new Required(permission, agent, cost);
  }

  private Query query(String text) {
    try {
      return queries.get(text);
    } catch (InvalidQueryException e) {
      throw Problem.badRequest("permission: " + e.getMessage());
    }
  }

  private static long cost(String text) {
    try {
      long cost = Long.parseLong(text);
      if (cost >= 0 && cost <= Ask.MOST_COST) {
        return cost;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw Problem.badRequest("cost is a whole number of 0 to " + Ask.MOST_COST + ", not " + text);
  }
}
