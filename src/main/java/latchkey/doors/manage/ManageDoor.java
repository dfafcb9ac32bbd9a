package latchkey.doors.manage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.crypto.SlowWork;
import latchkey.db.DatabaseException;
import latchkey.doors.Answer;
import latchkey.doors.Api;
import latchkey.doors.Doorway;
import latchkey.doors.Refusals;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Routes.Route;
import latchkey.http.SetCookie;
import latchkey.idempotency.Idempotency;
import latchkey.people.Session;

/// Does for every [Operation] what is the same for all of them.
public final class ManageDoor implements Api {
  private static final HeaderName ETAG = HeaderName.of("ETag");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderName NEXT = HeaderName.of("Latchkey-Next");
  private static final HeaderName DISPOSITION = HeaderName.of("Content-Disposition");
  private static final HeaderLine NO_SNIFF = HeaderLine.of("X-Content-Type-Options", "nosniff");

  private final Doorway doorway;
  private final Entrance entrance;
  private final Repeats repeats;
  private final List<Operation> operations;
  private final Map<String, Operation> byName;

  /// Who that session cookie is; blocks.
  @FunctionalInterface
  public interface SignedIn {
    Optional<Session> find(Secret token, long now);
  }

  public ManageDoor(
      Doorway doorway, SignedIn sessions, Idempotency idempotency, List<Operation> operations) {
    this.doorway = doorway;
    this.entrance = new Entrance(doorway, sessions);
    this.repeats = new Repeats(idempotency);
    this.operations = List.copyOf(operations);
    this.byName =
        operations.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    operation -> name(operation.method(), operation.path()), Function.identity()));
  }

  private static String name(Method method, String path) {
    return method + " " + path;
  }

  public List<Route> routes() {
    return operations.stream()
        .map(
            operation ->
                new Route(
                    operation.method(), operation.path(), exchange -> handle(operation, exchange)))
        .toList();
  }

  private void handle(Operation operation, Exchange exchange) {
    exchange.add(HeaderLine.NO_STORE);
    if (operation.listsOrCounts()) {
      exchange.compressible();
    }
    if (operation.json()) {
      exchange.requireAcceptsJson();
    }
    Parameters parameters = exchange.parameters();
    if (!operation.passesOver()) {
      parameters.only(operation.parameters());
    }
    entrance.admit(
        exchange,
        operation,
        caller ->
            body(
                operation,
                exchange,
                bytes ->
                    work(
                        exchange,
                        new Call(
                            operation,
                            new Request.Outside(exchange),
                            caller,
                            parameters,
                            bytes,
                            origin(exchange),
                            doorway.overHttps(exchange),
                            doorway.now()))));
  }

  @Override
  public Answer ask(Question question) {
    String name = name(question.method(), question.operation());
    Operation operation = byName.get(name);
    if (operation == null) {
      throw new IllegalArgumentException("there is no operation " + name);
    }
    Request request = new Request.Inside(question);
    Parameters parameters = request.parameters();
    parameters.only(operation.parameters());
    return answer(
        new Call(
            operation,
            request,
            caller(operation, question),
            parameters,
            question.body().getBytes(StandardCharsets.UTF_8),
            origin(question.browser()),
            doorway.overHttps(question.browser()),
            doorway.now()));
  }

  private static Caller caller(Operation operation, Question question) {
    if (operation.need() instanceof Need.Nothing) {
      return new Caller.Anonymous();
    }
    return Entrance.caller(
        operation.need(), question.session().orElseThrow(Refusals::unauthenticated));
  }

  private static void body(Operation operation, Exchange exchange, Consumer<byte[]> then) {
    if (operation.mostBody().isPresent()) {
      exchange.body(operation.mostBody().getAsInt(), then);
    } else {
      exchange.body(then);
    }
  }

  private void work(Exchange exchange, Call call) {
    exchange.offLoop(() -> answer(call), answer -> send(exchange, answer));
  }

  private Answer answer(Call call) {
    try {
      return repeats.answer(call);
    } catch (DatabaseException e) {
      throw Faults.of(e);
    } catch (SlowWork.Busy _) {
      throw Faults.busy();
    }
  }

  private static void send(Exchange exchange, Answer answer) {
    answer.version().ifPresent(version -> exchange.add(ETAG, Faults.etag(version)));
    answer.next().ifPresent(cursor -> exchange.add(NEXT, cursor));
    answer.location().ifPresent(location -> exchange.add(LOCATION, location));
    for (SetCookie cookie : answer.cookies()) {
      exchange.add(SetCookie.HEADER, cookie.text());
    }
    answer
        .fileName()
        .ifPresent(
            name ->
                exchange.add(NO_SNIFF).add(DISPOSITION, "attachment; filename=\"" + name + "\""));
    if (answer.body().isEmpty()) {
      exchange.answer(answer.status());
    } else {
      exchange.answer(
          answer.status(),
          answer.type().equals(Answer.JSON)
              ? HeaderLine.JSON
              : HeaderLine.of("Content-Type", answer.type()),
          answer.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Origin origin(Exchange exchange) {
    return new Origin(
        doorway.clientOf(exchange).toString(),
        exchange.header("User-Agent").orElse(""),
        exchange.requestId());
  }
}
