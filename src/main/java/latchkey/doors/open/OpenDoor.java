package latchkey.doors.open;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.doors.CredentialHeaders;
import latchkey.doors.Doorway;
import latchkey.doors.Once;
import latchkey.doors.RateLimitHeaders;
import latchkey.doors.Refusals;
import latchkey.doors.Versions;
import latchkey.gate.Ask;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Reason;
import latchkey.gate.Verdict;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.JsonRecords;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Problem;
import latchkey.http.Routes.Route;
import latchkey.idempotency.Attempt;
import latchkey.idempotency.Idempotency;
import latchkey.keys.Credential;
import latchkey.keys.KeyText;

/// Does for every [OpenOperation] what is the same for all of them.
public final class OpenDoor {
  /// Where its errors have its own form.
  public static final String PATH = OpenOperation.BASE;

  private static final HeaderName ETAG = HeaderName.of("ETag");
  private static final byte[] HEALTHY =
      OpenAnswer.ok(
              "OK",
              json -> {
                json.writeStartObject();
                json.writeStringField("status", "ok");
                json.writeEndObject();
              })
          .json();

  /// What people call a key in a query string, where it stands in logs ever after.
  private static final Set<String> KEY_NAMES =
      Set.of(
          "apikey", "apisecret", "xapikey", "xapisecret", "key", "secret", "token", "accesstoken");

  private static final byte[] NOTHING = {};

  private final Doorway doorway;
  private final Once once;
  private final List<OpenOperation> operations;

  public OpenDoor(Doorway doorway, Idempotency idempotency, List<OpenOperation> operations) {
    this.doorway = doorway;
    this.once = new Once(idempotency);
    this.operations = List.copyOf(operations);
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (OpenOperation operation : operations) {
      routes.add(
          new Route(operation.method(), operation.path(), exchange -> handle(operation, exchange)));
    }
    routes.add(new Route(Method.GET, PATH + "/health", OpenDoor::health));
    for (Method method : Method.values()) {
      if (method != Method.OTHER && method != Method.HEAD) {
        routes.add(new Route(method, PATH, OpenDoor::absent));
        routes.add(new Route(method, PATH + "/**", OpenDoor::absent));
      }
    }
    return routes;
  }

  private static void health(Exchange exchange) {
    exchange.requireAcceptsJson();
    exchange.add(HeaderLine.NO_STORE).answerJson(200, HEALTHY);
  }

  private static void absent(Exchange exchange) {
    throw Problem.of(404, "not_found", "There is nothing at this path.");
  }

  private void handle(OpenOperation operation, Exchange exchange) {
    if (operation.json()) {
      exchange.requireAcceptsJson();
    }
    Ask ask =
        new Ask(
            credential(exchange),
            operation.permission(),
            exchange.pathParameter(OpenOperation.AGENT),
            null,
            doorway.clientOf(exchange),
            1,
            /* limited= */ true,
            doorway.now());
    doorway.decide(exchange, ask, verdict -> admit(operation, exchange, ask, verdict));
  }

  private static Credential credential(Exchange exchange) {
    List<String> keys = exchange.headers(CredentialHeaders.API_KEY);
    List<String> secrets = exchange.headers(CredentialHeaders.API_SECRET);
    boolean bearer = exchange.header(CredentialHeaders.AUTHORIZATION).isPresent();
    if (!bearer && secrets.isEmpty() && keys.size() == 1 && KeyText.isApiKey(keys.getFirst())) {
      throw OpenRefusals.unauthenticated();
    }
    return switch (CredentialHeaders.of(exchange)) {
      case CredentialHeaders.Present(var credential) -> credential;
      case CredentialHeaders.Absent _ -> throw OpenRefusals.unauthenticated();
      case CredentialHeaders.Refused _ when !bearer && keys.isEmpty() ->
          throw OpenRefusals.unauthenticated(); // a secret alone
      case CredentialHeaders.Refused(var why) -> throw Refusals.unreadable(why);
    };
  }

  private void admit(OpenOperation operation, Exchange exchange, Ask ask, Verdict verdict) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        RateLimitHeaders.add(exchange, granted.key(), granted.take(), ask.now());
        try {
          begin(operation, exchange, ask, granted.key());
        } catch (Problem problem) {
          exchange.refuse(problem); // and says what is left of the limits
        }
      }
      case Verdict.Denied denied
          when denied.reason() == Reason.MALFORMED && isHalfAPair(exchange) ->
          throw OpenRefusals.unauthenticated();
      case Verdict.Denied denied -> throw OpenRefusals.of(denied, ask);
      case Verdict.Limited limited -> {
        RateLimitHeaders.add(exchange, limited.key(), limited.take(), ask.now());
        RateLimitHeaders.addRetryAfter(exchange, limited.retryAfterMillis());
        exchange.refuse(OpenRefusals.of(limited));
      }
    }
  }

  /// Whether it is an `X-API-Key` without its `X-API-Secret`.
  private static boolean isHalfAPair(Exchange exchange) {
    return exchange.header(CredentialHeaders.AUTHORIZATION).isEmpty()
        && exchange.header(CredentialHeaders.API_SECRET).isEmpty();
  }

  private void begin(OpenOperation operation, Exchange exchange, Ask ask, KeySnapshot key) {
    Parameters parameters = exchange.parameters();
    refuseKeys(parameters);
    parameters.only(operation.parameters());
    Origin origin =
        new Origin(
            String.valueOf(ask.address()),
            exchange.header("User-Agent").orElse(""),
            exchange.requestId());
    switch (operation.work()) {
      case OpenOperation.Work.Streaming(var streamer) ->
          streamer.stream(
              new OpenCall(operation, exchange, key, parameters, origin, NOTHING, ask.now()),
              exchange);
      case OpenOperation.Work.Whole(var handler) -> {
        if (operation.lists()) {
          exchange.compressible();
        }
        exchange.body(
            body ->
                work(
                    exchange,
                    new OpenCall(operation, exchange, key, parameters, origin, body, ask.now()),
                    handler));
      }
    }
  }

  private static void refuseKeys(Parameters parameters) {
    for (String name : parameters.values().keySet()) {
      if (KEY_NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""))) {
        throw Problem.of(
            400,
            "key_in_query",
            "Send keys in headers only: the parameter %s may be in logs by now.".formatted(name));
      }
    }
  }

  private void work(Exchange exchange, OpenCall call, OpenOperation.Handler handler) {
    exchange.offLoop(() -> outcome(call, handler), outcome -> finish(exchange, outcome));
  }

  /// A refusal is no failure: its answer keeps the headers that say what is left of the limits.
  private sealed interface Result {
    record Refused(Problem problem) implements Result {}
  }

  private static final class Ready implements Result {
    private final int status;
    private final byte[] json;
    private final OptionalLong version;

    Ready(int status, byte[] json, OptionalLong version) {
      this.status = status;
      this.json = json;
      this.version = version;
    }

    static Ready of(OpenAnswer answer) {
      return new Ready(answer.status(), answer.json(), answer.version());
    }
  }

  private Result outcome(OpenCall call, OpenOperation.Handler handler) {
    try {
      Optional<Attempt> attempt = call.attempt();
      return attempt.isEmpty()
          ? Ready.of(handler.handle(call))
          : once.answer(
              attempt.get(), call.now(), () -> Ready.of(handler.handle(call)), Kept.KEEPING);
    } catch (Problem problem) {
      return new Result.Refused(problem);
    } catch (DatabaseException e) {
      if (unavailable(e) instanceof Problem problem) {
        return new Result.Refused(problem);
      }
      throw e;
    }
  }

  private static RuntimeException unavailable(DatabaseException e) {
    return Doorway.unavailable(e) instanceof Problem problem
        ? problem.saying("The record cannot be used right now; try again soon.")
        : e;
  }

  private static void finish(Exchange exchange, Result result) {
    switch (result) {
      case Result.Refused(var problem) -> exchange.refuse(problem);
      case Ready ready -> send(exchange, ready);
    }
  }

  /// Answers an exchange that an operation has taken over.
  public static void send(Exchange exchange, OpenAnswer answer) {
    send(exchange, Ready.of(answer));
  }

  private static void send(Exchange exchange, Ready ready) {
    if (ready.version.isPresent()) {
      exchange.add(ETAG, Versions.etag(ready.version.getAsLong()));
    }
    exchange.add(HeaderLine.NO_STORE).answerJson(ready.status, ready.json);
  }

  /// An answer as it is kept for repeats.
  private record Kept(int status, String json, Optional<Long> version) {
    static final Once.Keeping<Ready> KEEPING = new Once.Keeping<>(Kept::text, Kept::read);

    static Secret text(Ready ready) {
      Optional<Long> version =
          ready.version.isPresent() ? Optional.of(ready.version.getAsLong()) : Optional.empty();
      Kept kept = new Kept(ready.status, new String(ready.json, StandardCharsets.UTF_8), version);
      return new Secret(new String(JsonRecords.write(kept), StandardCharsets.UTF_8));
    }

    static Ready read(Secret text) {
      Kept kept = JsonRecords.read(text.reveal().getBytes(StandardCharsets.UTF_8), Kept.class);
      return new Ready(
          kept.status,
          kept.json.getBytes(StandardCharsets.UTF_8),
          kept.version.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }
  }
}
