package latchkey.doors.open;

import java.util.List;
import java.util.stream.Stream;
import latchkey.access.Query;
import latchkey.http.Exchange;
import latchkey.http.Method;

/// One thing that one can do at this door, to one agent's data.
///
/// @param permission what a key must hold
/// @param parameters of the query string
/// @param creates whether a repeat with the same `Idempotency-Key` is answered, not done
/// @param json whether its answers are JSON, so that a caller must take that
public record OpenOperation(
    Method method,
    String path,
    Query permission,
    Work work,
    List<String> parameters,
    boolean creates,
    boolean json) {
  static final String BASE = "/v1/open";
  static final String AGENT = "agentId";

  /// What is done when the gate has admitted the caller.
  sealed interface Work {
    /// With the whole body, on a virtual thread.
    record Whole(Handler handler) implements Work {}

    /// On the event loop, before the body was asked for.
    record Streaming(Streamer streamer) implements Work {}
  }

  /// What answers; it may block. A [latchkey.http.Problem] that it throws is its answer.
  @FunctionalInterface
  public interface Handler {
    OpenAnswer handle(OpenCall call);
  }

  /// What answers an exchange by itself, for bodies that are never whole in memory. It runs on the
  /// event loop and must not block; answers of the usual form are sent by
  /// [OpenDoor#send(Exchange, OpenAnswer)].
  @FunctionalInterface
  public interface Streamer {
    void stream(OpenCall call, Exchange exchange);
  }

  public OpenOperation {
    parameters = List.copyOf(parameters);
    if (!path.startsWith(BASE + "/") || !path.contains("{" + AGENT + "}")) {
      throw new IllegalArgumentException("not a path of this door, or of no agent: " + path);
    }
  }

  public static OpenOperation get(String path, String permission, Handler handler) {
    return of(Method.GET, path, permission, handler);
  }

  public static OpenOperation post(String path, String permission, Handler handler) {
    return of(Method.POST, path, permission, handler);
  }

  /// A POST that creates something.
  public static OpenOperation create(String path, String permission, Handler handler) {
    OpenOperation post = post(path, permission, handler);
    return new OpenOperation(
        post.method, post.path, post.permission, post.work, List.of(), /* creates= */ true, true);
  }

  public static OpenOperation put(String path, String permission, Handler handler) {
    return of(Method.PUT, path, permission, handler);
  }

  public static OpenOperation patch(String path, String permission, Handler handler) {
    return of(Method.PATCH, path, permission, handler);
  }

  public static OpenOperation delete(String path, String permission, Handler handler) {
    return of(Method.DELETE, path, permission, handler);
  }

  /// Takes the exchange over once the gate has admitted it.
  public static OpenOperation streaming(
      Method method, String path, String permission, Streamer streamer) {
    return of(method, path, permission, new Work.Streaming(streamer));
  }

  private static OpenOperation of(Method method, String path, String permission, Handler handler) {
    return of(method, path, permission, new Work.Whole(handler));
  }

  private static OpenOperation of(Method method, String path, String permission, Work work) {
    return new OpenOperation(
        method, BASE + path, Query.of(permission), work, List.of(), /* creates= */ false, true);
  }

  /// The same with more parameters of the query string.
  public OpenOperation taking(String... more) {
    List<String> all = Stream.concat(parameters.stream(), Stream.of(more)).toList();
    return new OpenOperation(method, path, permission, work, all, creates, json);
  }

  /// The same, creating something: a repeat with the same `Idempotency-Key` is answered.
  public OpenOperation creating() {
    return new OpenOperation(method, path, permission, work, parameters, /* creates= */ true, json);
  }

  /// The same, answering with something else than JSON.
  public OpenOperation notJson() {
    return new OpenOperation(
        method, path, permission, work, parameters, creates, /* json= */ false);
  }

  /// Whether its answers may be long.
  boolean lists() {
    return method == Method.GET && !parameters.isEmpty();
  }
}
