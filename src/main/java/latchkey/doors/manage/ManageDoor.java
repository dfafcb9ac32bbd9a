package latchkey.doors.manage;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import latchkey.doors.manage.Operation.Work;
import latchkey.http.Attachment;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Routes.Route;
import latchkey.http.SentFiles;
import latchkey.http.SetCookie;
import latchkey.idempotency.Idempotency;
import latchkey.people.Session;

/// Does for every [Operation] what is the same for all of them.
public final class ManageDoor implements Api {
  private static final HeaderName ETAG = HeaderName.of("ETag");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderName NEXT = HeaderName.of("Latchkey-Next");
  private static final HeaderName DISPOSITION = HeaderName.of("Content-Disposition");
  private static final byte[] NOTHING = {};
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
    if (!(operation.work() instanceof Work.Sending)) {
      exchange.add(HeaderLine.NO_STORE); // a file says itself who may keep it
    }
    if (operation.json()) {
      exchange.requireAcceptsJson();
    }
    Parameters parameters = exchange.parameters();
    if (!operation.passesOver()) {
      parameters.only(operation.parameters());
    }
    entrance.admit(
        exchange, operation, caller -> admitted(operation, exchange, caller, parameters));
  }

  private void admitted(
      Operation operation, Exchange exchange, Caller caller, Parameters parameters) {
    switch (operation.work()) {
      case Work.Whole(var handler) -> {
        if (operation.listsOrCounts()) {
          exchange.compressible();
        }
        body(
            operation,
            exchange,
            bytes -> {
              Call call = call(operation, exchange, caller, parameters, bytes);
              exchange.offLoop(() -> answer(call, handler), answer -> send(exchange, answer));
            });
      }
      case Work.Receiving(var receiver, var mostBytes) -> {
        Call call = call(operation, exchange, caller, parameters, NOTHING);
        exchange.streamBody(
            mostBytes,
            body -> answer(call, receiver, new Uploaded(exchange, body, mostBytes)),
            answer -> send(exchange, answer));
      }
      case Work.Sending(var sender) -> {
        Call call = call(operation, exchange, caller, parameters, NOTHING);
        exchange.offLoop(
            () -> told(() -> sender.find(call)), download -> download.answer(exchange));
      }
      case Work.Streaming(var streamer) -> {
        Call call = call(operation, exchange, caller, parameters, NOTHING);
        exchange.offLoop(
            () -> told(() -> streamer.open(call)), streamed -> send(exchange, streamed));
      }
    }
  }

  private Call call(
      Operation operation, Exchange exchange, Caller caller, Parameters parameters, byte[] body) {
    return new Call(
        operation,
        new Request.Outside(exchange),
        caller,
        parameters,
        body,
        origin(exchange),
        doorway.overHttps(exchange),
        doorway.now());
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
    Call call =
        new Call(
            operation,
            request,
            caller(operation, question),
            parameters,
            question.body().getBytes(StandardCharsets.UTF_8),
            origin(question.browser()),
            doorway.overHttps(question.browser()),
            doorway.now());
    return answer(call, question.files());
  }

  private Answer answer(Call call, SentFiles files) {
    return switch (call.operation().work()) {
      case Work.Whole(var handler) -> answer(call, handler);
      case Work.Receiving(var receiver, _) -> {
        try {
          yield answer(call, receiver, files);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case Work.Sending _, Work.Streaming _ ->
          throw new IllegalArgumentException("browsers fetch files themselves");
    };
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

  private Answer answer(Call call, Operation.Handler handler) {
    return told(
        () ->
            repeats.answer(
                call,
                () -> new String(call.bytes(), StandardCharsets.ISO_8859_1),
                () -> handler.handle(call)));
  }

  private Answer answer(Call call, Operation.Receiver receiver, SentFiles files)
      throws IOException {
    return told(
        () ->
            receiver.receive(
                call, files, (content, work) -> repeats.answer(call, () -> content, work)));
  }

  private interface Asked<T, E extends Exception> {
    T answer() throws E;
  }

  private static <T, E extends Exception> T told(Asked<T, E> asked) throws E {
    try {
      return asked.answer();
    } catch (DatabaseException e) {
      throw Faults.of(e);
    } catch (SlowWork.Busy _) {
      throw Faults.busy();
    }
  }

  private static void send(Exchange exchange, Streamed streamed) {
    exchange
        .add(NO_SNIFF)
        .add(Attachment.HEADER, Attachment.named(streamed.fileName()))
        .answerStream(
            200,
            HeaderLine.of("Content-Type", streamed.type()),
            -1,
            body ->
                told(
                    () -> {
                      streamed.body().to(body);
                      return true;
                    }));
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
