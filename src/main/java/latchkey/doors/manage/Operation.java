package latchkey.doors.manage;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.doors.Download;
import latchkey.http.Method;
import latchkey.http.SentFiles;

/// One thing that one can do at this door.
///
/// @param parameters of the query string
/// @param passesOver whether other parameters are passed over, not refused
/// @param creates whether a repeat with the same `Idempotency-Key` is answered, not done
/// @param json whether its answers are JSON, so that a caller must take that
/// @param oneAgent whether a management key of one agent may do it too, within that agent
/// @param mostBody how large a body may be, where that is not what the server's setting says
public record Operation(
    Method method,
    String path,
    Need need,
    Work work,
    List<String> parameters,
    boolean passesOver,
    boolean creates,
    boolean json,
    boolean oneAgent,
    OptionalInt mostBody) {
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  /// What is done for a caller who may ask for it. A [latchkey.http.Problem] that it throws is its
  /// answer.
  sealed interface Work {
    record Whole(Handler handler) implements Work {}

    /// Takes files as they come.
    ///
    /// @param mostBytes of the body
    record Receiving(Receiver receiver, long mostBytes) implements Work {}

    record Sending(Sender sender) implements Work {}

    record Streaming(Streamer streamer) implements Work {}
  }

  /// What answers with the whole body at hand; it may block.
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  /// What answers to files as they come; it may block.
  @FunctionalInterface
  public interface Receiver {
    Answer receive(Call call, SentFiles files, Doing doing) throws IOException;
  }

  /// Does what is to be done once, when all has come.
  @FunctionalInterface
  public interface Doing {
    /// Does it, or tells what was answered before.
    ///
    /// @param content what makes the request the same as another one with its `Idempotency-Key`
    Answer once(String content, Supplier<Answer> work);
  }

  /// What finds a file to answer with; it may block.
  @FunctionalInterface
  public interface Sender {
    Download find(Call call);
  }

  /// What judges what is asked for, and says how it is written; it may block.
  @FunctionalInterface
  public interface Streamer {
    Streamed open(Call call);
  }

  public Operation {
    parameters = List.copyOf(parameters);
    if (!path.startsWith("/api/v1/")) {
      throw new IllegalArgumentException("not a path of this door: " + path);
    }
  }

  public static Operation get(String path, Need need, Handler handler) {
    return of(Method.GET, path, need, handler);
  }

  /// A list in pages: takes `limit` and `cursor`, and these filters.
  public static Operation list(String path, Need need, Handler handler, String... filters) {
    return get(path, need, handler).taking(LIMIT, CURSOR).taking(filters);
  }

  public static Operation post(String path, Need need, Handler handler) {
    return of(Method.POST, path, need, handler);
  }

  /// A POST that creates something.
  public static Operation create(String path, Need need, Handler handler) {
    return creating(path, need, new Work.Whole(handler));
  }

  /// A POST of files, as `multipart/form-data`, that creates something of them.
  ///
  /// @param mostBytes of all of them together
  public static Operation upload(String path, Need need, long mostBytes, Receiver receiver) {
    return creating(path, need, new Work.Receiving(receiver, mostBytes));
  }

  private static Operation creating(String path, Need need, Work work) {
    return new Operation(
        Method.POST, path, need, work, List.of(), false, true, true, false, OptionalInt.empty());
  }

  /// Answers with a file, or a part of it.
  public static Operation download(String path, Need need, Sender sender) {
    return of(Method.GET, path, need, new Work.Sending(sender)).notJson();
  }

  /// Answers with a file that is written while it is sent.
  public static Operation streaming(String path, Need need, Streamer streamer) {
    return of(Method.GET, path, need, new Work.Streaming(streamer)).notJson();
  }

  public static Operation put(String path, Need need, Handler handler) {
    return of(Method.PUT, path, need, handler);
  }

  public static Operation patch(String path, Need need, Handler handler) {
    return of(Method.PATCH, path, need, handler);
  }

  public static Operation delete(String path, Need need, Handler handler) {
    return of(Method.DELETE, path, need, handler);
  }

  private static Operation of(Method method, String path, Need need, Handler handler) {
    return of(method, path, need, new Work.Whole(handler));
  }

  private static Operation of(Method method, String path, Need need, Work work) {
    return new Operation(
        method, path, need, work, List.of(), false, false, true, false, OptionalInt.empty());
  }

  /// The same with more parameters of the query string.
  public Operation taking(String... more) {
    return new Operation(
        method,
        path,
        need,
        work,
        Stream.concat(parameters.stream(), Stream.of(more)).toList(),
        passesOver,
        creates,
        json,
        oneAgent,
        mostBody);
  }

  /// The same, called by somebody who adds parameters that we need not know.
  public Operation passingOverOthers() {
    return like(/* passesOver= */ true, json, oneAgent, mostBody);
  }

  /// The same, answering with something else than JSON.
  public Operation notJson() {
    return like(passesOver, /* json= */ false, oneAgent, mostBody);
  }

  /// The same, also for management keys of one agent: the handler keeps to that agent.
  public Operation alsoForOneAgent() {
    return like(passesOver, json, /* oneAgent= */ true, mostBody);
  }

  /// The same, taking bodies of up to that many bytes.
  public Operation withBodyUpTo(int bytes) {
    return like(passesOver, json, oneAgent, OptionalInt.of(bytes));
  }

  private Operation like(boolean passesOver, boolean json, boolean oneAgent, OptionalInt mostBody) {
    return new Operation(
        method, path, need, work, parameters, passesOver, creates, json, oneAgent, mostBody);
  }

  /// Whether its answers may be long and hold no secret: lists, numbers and files. Secrets are
  /// answered to changes, to who comes back from signing in elsewhere, and to what takes no
  /// parameters.
  boolean listsOrCounts() {
    return !writes() && !passesOver && !parameters.isEmpty();
  }

  /// Whether it changes something, so that a browser must prove that it was meant to be asked.
  boolean writes() {
    return method != Method.GET;
  }
}
