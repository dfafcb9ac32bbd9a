package latchkey.doors.manage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.doors.Cursors;
import latchkey.doors.Versions;
import latchkey.http.JsonRecords;
import latchkey.http.JsonTrees;
import latchkey.http.Media;
import latchkey.http.Parameters;
import latchkey.people.Session;

/// One request to an operation, by a caller who may make it.
public final class Call {
  private final Operation operation;
  private final Request request;
  private final Caller caller;
  private final Parameters parameters;
  private final byte[] body;
  private final Origin origin;
  private final boolean overHttps;
  private final long now;

  Call(
      Operation operation,
      Request request,
      Caller caller,
      Parameters parameters,
      byte[] body,
      Origin origin,
      boolean overHttps,
      long now) {
    this.operation = operation;
    this.request = request;
    this.caller = caller;
    this.parameters = parameters;
    this.body = body;
    this.origin = origin;
    this.overHttps = overHttps;
    this.now = now;
  }

  public Caller caller() {
    return caller;
  }

  /// The only organization that this call reads and changes.
  public String organization() {
    return switch (caller) {
      case Caller.Member member -> member.place().organizationId();
      case Caller.Manager manager -> manager.key().organization().id();
      case Caller.Anonymous _, Caller.Person _, Caller.Operator _ ->
          throw new IllegalStateException(operation.path() + " needs no right in an organization");
    };
  }

  /// The session of who is signed in.
  public Session session() {
    return switch (caller) {
      case Caller.Person person -> person.session();
      case Caller.Member member -> member.session();
      case Caller.Operator operator -> operator.session();
      case Caller.Anonymous _, Caller.Manager _ ->
          throw new IllegalStateException(operation.path() + " is not for sessions only");
    };
  }

  /// Who does it, for the audit log.
  public By by() {
    return switch (caller) {
      case Caller.Person(var session) -> person(session);
      case Caller.Member(var session, _) -> person(session);
      case Caller.Operator(var session) ->
          By.operator(session.person().id(), session.person().name(), origin);
      case Caller.Manager(var key) -> By.key(key.idText(), key.key().terms().name(), origin);
      case Caller.Anonymous _ ->
          throw new IllegalStateException(operation.path() + " is open to everybody");
    };
  }

  private By person(Session session) {
    return By.person(session.person().id(), session.person().name(), origin);
  }

  public Origin origin() {
    return origin;
  }

  /// Whether it is known to travel over https, so that cookies may be bound to that.
  boolean overHttps() {
    return overHttps;
  }

  /// Epoch milliseconds, the same throughout the call.
  public long now() {
    return now;
  }

  /// What stood in the path for `{name}`.
  public String path(String name) {
    return request.pathParameter(name);
  }

  public Optional<String> parameter(String name) {
    return parameters.get(name);
  }

  /// A parameter that is `true` or `false`.
  public Optional<Boolean> flag(String name) {
    return parameter(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw Faults.invalid(name + " is true or false.");
                });
  }

  /// Which part of a list is asked for.
  public Page page() {
    int limit = parameters.get(Operation.LIMIT).map(Call::limit).orElse(Page.DEFAULT_LIMIT);
    StringBuilder list = new StringBuilder(request.path());
    for (String name : operation.parameters()) {
      if (!name.equals(Operation.LIMIT) && !name.equals(Operation.CURSOR)) {
        parameters.get(name).ifPresent(value -> list.append('\n').append(name).append(value));
      }
    }
    Cursors cursors = new Cursors(list.toString());
    return new Page(limit, parameters.get(Operation.CURSOR).map(cursors::position), cursors);
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= Page.MOST) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw Faults.invalid("limit is a whole number of 1 to " + Page.MOST + ".");
  }

  /// The body as a record; what it does not know, lacks or refuses is a 400.
  public <T> T body(Class<T> type) {
    Media.requireJson(request.header("Content-Type"));
    return JsonRecords.read(body, type);
  }

  /// The body as a tree, for what only a schema judges; what no schema can judge is a 400.
  public ObjectNode tree() {
    Media.requireJson(request.header("Content-Type"));
    return JsonTrees.object(body);
  }

  /// The body as it came, for what is not one JSON document.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// All values of the cookie of that name.
  public List<String> cookies(String name) {
    return request.cookies(name);
  }

  public Optional<String> header(String name) {
    return request.header(name);
  }

  /// The version that a change is to be made to, if the caller names one in `If-Match`.
  public OptionalLong version() {
    return Versions.ifMatch(request.headers("If-Match"));
  }

  Operation operation() {
    return operation;
  }

  Request request() {
    return request;
  }

  byte[] bytes() {
    return body;
  }
}
