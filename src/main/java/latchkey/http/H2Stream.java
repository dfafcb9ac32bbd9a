package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request of HTTP/2 and its answer.
///
/// Of a body that nobody has asked for yet the client may send a window full; what is read is
/// given back to the window only then.
final class H2Stream implements Transport {
  private final H2Connection connection;
  private final Http2Stream stream;
  private final BodyBytes body = new BodyBytes();

  /// The request that is being handled, until its answer.
  private @Nullable Exchange current;

  private @Nullable Consumer<byte[]> bodyTaker;
  private @Nullable BodyPipe bodyPipe;

  /// The answer that is being sent in pieces.
  private @Nullable AnswerStream streaming;

  private int streamedStatus;
  private boolean droppingBody;
  private boolean bodyEnded;

  /// What came of the body and the client's window does not have back yet.
  private int held;

  private long bodySince;

  /// How much of the body had come at that time.
  private long bodyBefore;

  private long activeSince;
  private long answeredAt;
  private long answerLength;
  private boolean answered;

  H2Stream(H2Connection connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  @Override
  public Loop loop() {
    return connection.loop();
  }

  @Override
  public InetAddress peer() {
    return connection.peer();
  }

  // What the client sends

  void begin(Http2Headers headers, boolean withoutBody) {
    bodyEnded = withoutBody;
    loop().traffic.started();
    try {
      current = new Exchange(this, H2Heads.read(loop(), headers));
    } catch (Problem problem) {
      current = new Exchange(this, Head.unreadable());
      current.fail(problem);
      return;
    }
    current.start();
  }

  /// Takes a piece of the body; says how much of it the client may send more at once.
  int data(ByteBuf data, int padding, boolean last) {
    int length = data.readableBytes();
    boolean wanted = bodyTaker != null || droppingBody;
    activeSince = loop().now();
    try {
      body.take(data, length, BodyBytes.UNKNOWN);
    } catch (Problem problem) {
      fail(problem);
    }
    boolean piped = bodyPipe != null;
    if (last) {
      bodyEnds();
    }
    if (!piped && (wanted || last)) {
      return length + padding;
    }
    held += length;
    return padding;
  }

  /// Nothing of the body comes any more.
  void bodyEnds() {
    bodyEnded = true;
    Consumer<byte[]> taker = bodyTaker;
    bodyTaker = null;
    if (bodyPipe != null) {
      bodyPipe.end();
    }
    if (taker != null && current != null) {
      current.resume(() -> taker.accept(body.all()));
    }
  }

  /// The stream is over, and whoever still works on its request works for nobody.
  void gone() {
    bodyTaker = null;
    abandonBody();
    if (streaming != null) {
      streaming.gone();
      streaming = null;
    }
    if (current != null) {
      current = null;
      loop().traffic.abandoned();
    }
  }

  private void abandonBody() {
    if (bodyPipe != null) {
      bodyPipe.abort();
      bodyPipe = null;
    }
  }

  private void fail(Problem problem) {
    if (bodyPipe != null) {
      bodyPipe.fail(problem); // the worker lets it through, and so it is answered
      bodyPipe = null;
      body.discard();
    } else if (streaming == null && current != null) {
      current.fail(problem);
    }
  }

  // What the request's handler asks for

  @Override
  public void takeBody(Exchange exchange, int maxBytes, Consumer<byte[]> taker) {
    if (exchange != current) {
      return;
    }
    limitBody(exchange, maxBytes);
    if (bodyEnded) {
      taker.accept(body.all());
      return;
    }
    bodyTaker = taker;
    askForBody(exchange);
    giveBack();
  }

  @Override
  public boolean streamBody(Exchange exchange, long maxBytes, BodyPipe pipe) {
    if (exchange != current) {
      return false;
    }
    limitBody(exchange, maxBytes);
    body.into(pipe);
    bodyPipe = pipe;
    if (bodyEnded) {
      pipe.end();
    } else {
      connection.widen(stream);
      askForBody(exchange);
    }
    return true;
  }

  private void limitBody(Exchange exchange, long maxBytes) {
    body.limit(maxBytes);
    if (exchange.head().contentLength() > maxBytes) {
      throw body.tooLarge();
    }
  }

  private void askForBody(Exchange exchange) {
    bodySince = loop().now();
    bodyBefore = 0;
    activeSince = bodySince;
    if (exchange.head().expectsContinue()) {
      connection.writeContinue(stream);
    }
  }

  /// What the worker has read the client may send more.
  @Override
  public void bodyRead(BodyPipe pipe) {
    if (pipe == bodyPipe) {
      int bytes = Math.min(held, pipe.taken());
      held -= bytes;
      connection.giveBack(stream, bytes);
    }
  }

  private void giveBack() {
    int bytes = held;
    held = 0;
    connection.giveBack(stream, bytes);
  }

  @Override
  public void answer(Exchange exchange, int status, @Nullable HeaderLine type, byte[] payload) {
    if (exchange != current) {
      return;
    }
    current = null;
    HeadWriter fields = fields(exchange, status, type, payload.length);
    boolean withBody = payload.length > 0 && AnswerFields.bodyFollows(exchange, status);
    ChannelFuture written =
        connection.write(stream, H2Heads.answer(status, fields), withBody ? payload : new byte[0]);
    afterAnswer(exchange, status, payload.length, written);
  }

  private HeadWriter fields(Exchange exchange, int status, @Nullable HeaderLine type, long length) {
    HeadWriter fields = loop().writer;
    fields.clear();
    AnswerFields.write(fields, loop(), exchange, status, type, length);
    return fields;
  }

  private void afterAnswer(Exchange exchange, int status, int length, ChannelFuture written) {
    loop().traffic.answered(status);
    answered = true;
    answeredAt = loop().now();
    answerLength = length;
    if (bodyEnded) {
      abandonBody();
    } else {
      dropBody(exchange.head(), written);
    }
  }

  @Override
  public boolean beginAnswer(
      Exchange exchange, int status, @Nullable HeaderLine type, long length, AnswerStream begun) {
    if (exchange != current) {
      return false;
    }
    streaming = begun;
    streamedStatus = status;
    connection.writeHead(stream, H2Heads.answer(status, fields(exchange, status, type, length)));
    return true;
  }

  @Override
  public void sendPiece(
      Exchange exchange, AnswerStream sender, byte[] bytes, int count, boolean last) {
    if (exchange != current) {
      sender.gone();
      return;
    }
    activeSince = loop().now();
    if (last) {
      current = null;
      streaming = null;
    }
    ChannelFuture written = connection.writePiece(stream, bytes, count, last);
    written.addListener(done -> pieceWritten(sender, bytes, done));
    if (last) {
      afterAnswer(exchange, streamedStatus, count, written);
    }
  }

  private void pieceWritten(AnswerStream sender, byte[] bytes, Future<?> written) {
    activeSince = loop().now();
    if (written.isSuccess()) {
      sender.sent(bytes);
    } else {
      sender.gone();
    }
  }

  @Override
  public void cut(Exchange exchange) {
    if (exchange == current) {
      connection.reset(stream, Http2Error.INTERNAL_ERROR);
    }
  }

  /// The rest of a body that nobody asked for is dropped if it is short; else the client is told
  /// to keep it, once it has the answer.
  private void dropBody(Head head, ChannelFuture written) {
    long rest = head.contentLength() - body.received();
    boolean known = head.contentLength() > 0;
    abandonBody();
    body.discard();
    bodyTaker = null;
    droppingBody = true;
    giveBack();
    if (!known || rest > H2Connection.DROPPABLE || head.expectsContinue()) {
      written.addListener(_ -> connection.reset(stream, Http2Error.NO_ERROR));
    }
  }

  // Time

  void checkTime(long now) {
    if (answered) {
      if (now - answeredAt > patience(loop().settings.idleTimeout().toNanos(), answerLength)) {
        connection.reset(stream, Http2Error.CANCEL);
      }
    } else if (streaming != null) {
      if (streaming.waitsForClient()
          && now - activeSince > loop().settings.idleTimeout().toNanos()) {
        connection.reset(stream, Http2Error.CANCEL);
      }
    } else if (bodyTaker != null || (bodyPipe != null && bodyPipe.waitsForClient())) {
      long quiet = loop().settings.bodyTimeout().toNanos();
      if (now - activeSince > quiet
          || now - bodySince > patience(quiet, body.received() - bodyBefore)) {
        fail(Problem.of(408, "request_timeout", "The request's body did not come in time."));
      }
    } else if (bodyPipe != null) {
      activeSince = now;
      bodySince = now;
      bodyBefore = body.received();
    }
  }

  private static long patience(long least, long bytes) {
    return least + TimeUnit.SECONDS.toNanos(bytes / WebSettings.MIN_BODY_RATE);
  }
}
