package latchkey.doors.open;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Author;
import latchkey.crm.Place;
import latchkey.crm.Source;
import latchkey.crypto.Secret;
import latchkey.doors.Cursors;
import latchkey.doors.Once;
import latchkey.doors.Versions;
import latchkey.gate.KeySnapshot;
import latchkey.http.Exchange;
import latchkey.http.JsonTrees;
import latchkey.http.Media;
import latchkey.http.Parameters;
import latchkey.http.Problem;
import latchkey.idempotency.Attempt;

/// One request to an operation, by a key that the gate has admitted to it.
public final class OpenCall {
  private final OpenOperation operation;
  private final Exchange exchange;
  private final KeySnapshot key;
  private final Parameters parameters;
  private final Origin origin;
  private final byte[] body;
  private final long now;

  OpenCall(
      OpenOperation operation,
      Exchange exchange,
      KeySnapshot key,
      Parameters parameters,
      Origin origin,
      byte[] body,
      long now) {
    this.operation = operation;
    this.exchange = exchange;
    this.key = key;
    this.parameters = parameters;
    this.origin = origin;
    this.body = body;
    this.now = now;
  }

  /// The only organization whose data this call reads and changes: the key's own.
  public String organizationId() {
    return key.organization().id();
  }

  /// The only agent whose data it reads and changes: the gate has found it to be the key's, or one
  /// of its organization.
  public String agentId() {
    return exchange.pathParameter(OpenOperation.AGENT);
  }

  /// Whose contacts it is about.
  Place place() {
    return new Place(organizationId(), agentId());
  }

  /// What stood in the path for `{name}`.
  public String path(String name) {
    return exchange.pathParameter(name);
  }

  public Optional<String> parameter(String name) {
    return parameters.get(name);
  }

  /// A parameter that is `true` or `false`; without it, false.
  boolean flag(String name) {
    return switch (parameter(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "is true or false");
    };
  }

  /// A parameter that is a whole number.
  ///
  /// @param usual what it is where it is not said
  int whole(String name, int usual, int most) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(
        name,
        most == Integer.MAX_VALUE
            ? "is a whole number of 1 or more"
            : "is a whole number of 1 to " + most);
  }

  static Problem wrong(String name, String rule) {
    return Problem.of(400, "invalid_request", "The parameter " + name + " " + rule + ".")
        .with("fields", FieldFaults.of(name, rule));
  }

  /// Epoch milliseconds, the same throughout the call.
  public long now() {
    return now;
  }

  /// Who does it: the key.
  public By by() {
    return By.key(key.idText(), key.key().terms().name(), origin);
  }

  /// The same, as contacts and their files name it.
  Author author() {
    return new Author(by(), Source.API);
  }

  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  /// The version that a change is to be made to, if the caller names one in `If-Match`.
  public OptionalLong version() {
    return Versions.ifMatch(exchange.headers("If-Match"));
  }

  /// The body, which is one JSON object.
  public ObjectNode body() {
    Media.requireJson(exchange.header("Content-Type"));
    return JsonTrees.object(body);
  }

  /// Refuses a body that says something, where nothing can be said.
  public void requireNoBody() {
    if (body.length > 0 && !body().isEmpty()) {
      throw Problem.of(400, "unknown_fields", "This takes no body: leave it out, or send {}.");
    }
  }

  /// The cursors of the list that this call asks for: of no other path, and no other filters.
  public Cursors cursors(List<String> places) {
    StringBuilder list = new StringBuilder(exchange.path());
    for (String name : operation.parameters()) {
      if (!places.contains(name)) {
        parameters.get(name).ifPresent(value -> list.append('\n').append(name).append(value));
      }
    }
    return new Cursors(list.toString());
  }

  /// The attempt that this call is, if it names one.
  Optional<Attempt> attempt() {
    return operation.creates()
        ? attempt(new String(body, StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /// The same where the body is not at hand: what makes it the same one is said here.
  Optional<Attempt> attempt(String content) {
    return Once.key(exchange.headers(Once.HEADER))
        .map(name -> Once.attempt(() -> attempt(name, content)));
  }

  private Attempt attempt(String name, String content) {
    return new Attempt(
        organizationId(),
        "key:" + key.idText(),
        operation.method() + " " + exchange.path(),
        name,
        new Secret(exchange.query().orElse("") + "\n" + content));
  }

  OpenOperation operation() {
    return operation;
  }
}
