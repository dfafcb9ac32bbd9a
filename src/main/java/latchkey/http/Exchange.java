package latchkey.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer.
///
/// It belongs to one event loop, where handlers and all callbacks run; only `answer…`,
/// [#fail(Throwable)] and [#offLoop(Callable, Consumer)] may be called from elsewhere. A request
/// is answered exactly once.
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int LONGEST_REQUEST_ID = 64;
  private static final byte[] NOTHING = {};

  private final Transport transport;
  private final Head head;
  private @Nullable String requestId;
  private long number;
  private Map<String, String> pathParameters = Map.of();
  private boolean answered;
  private boolean compressible;

  /// Pairs of [HeaderName] and String or [HeaderValue], or [HeaderLine] and null.
  private @Nullable Object[] headers = new Object[12];

  private int headerCount;

  Exchange(Transport transport, Head head) {
    this.transport = transport;
    this.head = head;
  }

  // The request

  public Method method() {
    return head.method();
  }

  /// The path as it came, not decoded.
  public String path() {
    return head.path();
  }

  /// What follows the question mark, not decoded.
  public Optional<String> query() {
    return Optional.ofNullable(head.query());
  }

  /// The query string's parameters; one that came twice is a 400.
  public Parameters parameters() {
    String query = head.query();
    return Parameters.of(query == null ? "" : query);
  }

  /// What stood in the path for `{name}` of the route, decoded.
  public String pathParameter(String name) {
    return Objects.requireNonNull(
        pathParameters.get(name), () -> "the route has no {" + name + "}");
  }

  /// Every value that a cookie of this name came with.
  public List<String> cookies(String name) {
    List<String> values = new ArrayList<>();
    for (String line : head.all("Cookie")) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          values.add(pair.substring(equals + 1).strip());
        }
      }
    }
    return List.copyOf(values);
  }

  /// The first value of a header, by its name in any case.
  public Optional<String> header(String name) {
    return head.first(name);
  }

  /// Every value of a header in the order of arrival; duplicates are visible here.
  public List<String> headers(String name) {
    return head.all(name);
  }

  /// The address of the socket's other end, which may be a proxy.
  public InetAddress peer() {
    return transport.peer();
  }

  /// The caller's `X-Request-Id` if it sent one that is a plain word, or ours.
  public String requestId() {
    String id = requestId;
    if (id == null) {
      id = head.first("X-Request-Id").filter(Exchange::plain).orElse(null);
      if (id == null) {
        id = transport.loop().requestIdPrefix() + Long.toString(number(), 32);
      }
      requestId = id;
    }
    return id;
  }

  /// Writes [#requestId()], without making a text of what nobody has asked for.
  void writeRequestId(HeadWriter writer) {
    if (requestId != null || head.has("X-Request-Id")) {
      writer.text(requestId());
    } else {
      writer.text(transport.loop().requestIdPrefix()).shortNumber(number());
    }
  }

  private long number() {
    if (number == 0) {
      number = transport.loop().nextRequestNumber();
    }
    return number;
  }

  /// Calls back with the whole body (empty if there is none); over the server's limit is a 413.
  /// Once per request.
  public void body(Consumer<byte[]> taker) {
    body(transport.loop().settings.maxBodyBytes(), taker);
  }

  public void body(int maxBytes, Consumer<byte[]> taker) {
    transport.takeBody(this, maxBytes, taker);
  }

  /// Lets a virtual thread read the body as it comes, slower clients and slower work waiting for
  /// each other, and goes on with what it made of it, back on this request's event loop.
  ///
  /// More bytes than that are a 413. What the work leaves unread is dropped.
  public <T> void streamBody(long maxBytes, Receiving<T> work, Consumer<? super T> then) {
    var pipe = new BodyPipe(read -> execute(() -> transport.bodyRead(read)));
    if (transport.streamBody(this, maxBytes, pipe)) {
      offLoop(
          () -> {
            try (InputStream in = pipe.input()) {
              return work.from(in);
            }
          },
          then);
    }
  }

  /// The same for a body that must be JSON: anything else is a 415.
  public void jsonBody(Consumer<byte[]> taker) {
    Media.requireJson(head.first("Content-Type"));
    body(taker);
  }

  /// Throws the 406 unless the caller takes JSON.
  public void requireAcceptsJson() {
    Media.requireAcceptsJson(head.all("Accept"));
  }

  // The answer

  /// Adds a header to the answer.
  public Exchange add(HeaderLine line) {
    return push(line, null);
  }

  /// Adds a header to the answer.
  public Exchange add(HeaderName name, String value) {
    return push(name, value);
  }

  /// Adds a header that is written when the answer is.
  public Exchange add(HeaderName name, HeaderValue value) {
    return push(name, value);
  }

  /// Lets the answer be compressed, if the caller takes that and it is long enough to gain from it.
  ///
  /// Not for an answer that holds a secret beside what a stranger may have chosen, for its length
  /// tells whether the two are alike (BREACH): a secret that must stand there looks different in
  /// each answer.
  public Exchange compressible() {
    compressible = true;
    return add(Gzip.VARY);
  }

  /// Answers with no body.
  public void answer(int status) {
    send(status, null, NOTHING);
  }

  public void answer(int status, HeaderLine contentType, byte[] payload) {
    send(status, contentType, payload);
  }

  public void answerJson(int status, byte[] json) {
    send(status, HeaderLine.JSON, json);
  }

  /// Answers with a body that a virtual thread writes while the client takes it.
  ///
  /// What fails before the first bytes are sent is answered as [#fail(Throwable)] does; later, the
  /// answer is cut off, so that nobody takes a part for the whole. A HEAD is answered with the same
  /// headers, and nothing is written.
  ///
  /// @param length how many bytes will be written; below 0 if it is not known
  public void answerStream(int status, HeaderLine type, long length, Sending from) {
    if (!inLoop()) {
      execute(() -> resume(() -> answerStream(status, type, length, from)));
      return;
    }
    requireUnanswered();
    var stream = new AnswerStream(this, transport, status, type, length);
    if (head.method() == Method.HEAD) {
      if (stream.begin()) {
        transport.sendPiece(this, stream, NOTHING, 0, true);
      }
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            from.to(stream);
            stream.finish();
          } catch (Throwable error) {
            fail(stream, error);
          }
        });
  }

  private void fail(AnswerStream stream, Throwable error) {
    if (stream.begun()) {
      execute(
          () -> {
            log(error);
            transport.cut(this);
          });
    } else {
      fail(error);
    }
  }

  /// Answers with a problem, and with the headers that were added so far.
  public void refuse(Problem problem) {
    Problems.answer(this, problem);
  }

  /// Answers with the error: a [Problem] as what it says, anything else logged and as a bare 500.
  public void fail(Throwable error) {
    if (!inLoop()) {
      execute(() -> fail(error));
      return;
    }
    log(error);
    if (!answered) {
      headerCount = 0;
      Problems.answer(this, error);
    }
  }

  private void log(Throwable error) {
    if (!(error instanceof Problem) && !ClientGone.isWhy(error)) {
      LOG.error("Request {} failed", requestId(), error);
    }
  }

  /// Runs blocking work on a virtual thread, and what follows back on this request's event loop.
  public <T> void offLoop(Callable<T> work, Consumer<? super T> then) {
    Thread.startVirtualThread(
        () -> {
          try {
            T result = work.call();
            execute(() -> resume(() -> then.accept(result)));
          } catch (Throwable error) {
            fail(error);
          }
        });
  }

  // For the transport

  Head head() {
    return head;
  }

  /// How errors look where this request came to.
  ErrorForm errorForm() {
    return transport.loop().routes.errorForm(head.path());
  }

  /// The head of the answer is sent now, and its body follows; false if there was another answer.
  boolean begin() {
    boolean first = !answered;
    answered = true;
    if (!first) {
      LOG.error("Request {} is answered a second time", requestId());
    }
    return first;
  }

  void pathParameters(Map<String, String> values) {
    pathParameters = values;
  }

  void start() {
    try {
      transport.loop().routes.find(head.method(), head.path()).handle(this);
    } catch (Throwable error) {
      fail(error);
    }
  }

  /// Runs a later step of the handler under the same care for errors as its first one.
  void resume(Runnable step) {
    try {
      step.run();
    } catch (Throwable error) {
      fail(error);
    }
  }

  void writeHeaders(HeadWriter writer) {
    for (int i = 0; i < headerCount; i += 2) {
      Object header = headers[i];
      if (header instanceof HeaderLine line) {
        writer.raw(line.encoded);
      } else if (header instanceof HeaderName name) {
        Object value = headers[i + 1];
        if (value instanceof String text) {
          writer.header(name, text);
        } else if (value instanceof HeaderValue written) {
          writer.header(name, written);
        }
      }
    }
  }

  private Exchange push(Object header, @Nullable Object value) {
    if (headerCount == headers.length) {
      headers = Arrays.copyOf(headers, 2 * headers.length);
    }
    headers[headerCount++] = header;
    headers[headerCount++] = value;
    return this;
  }

  private void send(int status, @Nullable HeaderLine contentType, byte[] payload) {
    if (!inLoop()) {
      execute(() -> resume(() -> send(status, contentType, payload)));
      return;
    }
    requireUnanswered();
    if (compressible && gainsFromGzip(payload)) {
      compressible = false;
      offLoop(
          () -> Gzip.quickly(payload),
          smaller -> add(Gzip.ENCODED).send(status, contentType, smaller));
      return;
    }
    transport.answer(this, status, contentType, payload);
    answered = true;
  }

  private void requireUnanswered() {
    if (answered) {
      throw new IllegalStateException("Request " + requestId() + " is already answered.");
    }
  }

  private boolean gainsFromGzip(byte[] payload) {
    return payload.length >= Gzip.WORTHWHILE && Gzip.accepted(head.all("Accept-Encoding"));
  }

  private boolean inLoop() {
    return transport.loop().eventLoop.inEventLoop();
  }

  private void execute(Runnable task) {
    try {
      transport.loop().eventLoop.execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("Request {} outlived the server", requestId());
    }
  }

  private static boolean plain(String id) {
    if (id.isEmpty() || id.length() > LONGEST_REQUEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean alphanumeric = c < 128 && Character.isLetterOrDigit(c);
      if (!alphanumeric && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
