package latchkey.doors.manage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.doors.Doorway;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Parameters;
import latchkey.http.Routes.Route;
import latchkey.http.SetCookie;
import latchkey.idempotency.Idempotency;
import latchkey.people.Busy;
import latchkey.people.Session;

/// Does for every [Operation] what is the same for all of them.
public final class ManageDoor {
  private static final HeaderName ETAG = HeaderName.of("ETag");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderName NEXT = HeaderName.of("Latchkey-Next");
  private static final HeaderName DISPOSITION = HeaderName.of("Content-Disposition");
  private static final HeaderLine NO_SNIFF = HeaderLine.of("X-Content-Type-Options", "nosniff");

  private final Doorway doorway;
  private final Entrance entrance;
  private final Repeats repeats;
  private final List<Operation> operations;

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
                        new Call(
                            operation,
                            exchange,
                            caller,
                            parameters,
                            bytes,
                            origin(exchange),
                            doorway.overHttps(exchange),
                            doorway.now()))));
  }

  private static void body(Operation operation, Exchange exchange, Consumer<byte[]> then) {
    if (operation.mostBody().isPresent()) {
      exchange.body(operation.mostBody().getAsInt(), then);
    } else {
      exchange.body(then);
    }
  }

  private void work(Call call) {
    call.exchange()
        .offLoop(
            () -> {
              try {
                return repeats.answer(call);
              } catch (DatabaseException e) {
                throw Faults.of(e);
              } catch (Busy _) {
                throw Faults.busy();
              }
            },
            answer -> send(call.exchange(), answer));
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
