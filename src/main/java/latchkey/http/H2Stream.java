package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
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
  private boolean droppingBody;
  private boolean bodyEnded;

  /// What came of the body and the client's window does not have back yet.
  private int held;

  private long bodySince;
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
    if (last) {
      bodyEnds();
    }
    if (wanted || last) {
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
    if (taker != null && current != null) {
      current.resume(() -> taker.accept(body.all()));
    }
  }

  /// The stream is over, and whoever still works on its request works for nobody.
  void gone() {
    bodyTaker = null;
    if (current != null) {
      current = null;
      loop().traffic.abandoned();
    }
  }

  private void fail(Problem problem) {
    if (current != null) {
      current.fail(problem);
    }
  }

  // What the request's handler asks for

  @Override
  public void takeBody(Exchange exchange, int maxBytes, Consumer<byte[]> taker) {
    if (exchange != current) {
      return;
    }
    body.limit(maxBytes);
    if (exchange.head().contentLength() > maxBytes) {
      throw body.tooLarge();
    }
    if (bodyEnded) {
      taker.accept(body.all());
      return;
    }
    bodyTaker = taker;
    bodySince = loop().now();
    activeSince = bodySince;
    if (exchange.head().expectsContinue()) {
      connection.writeContinue(stream);
    }
    giveBack();
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
    HeadWriter fields = loop().writer;
    fields.clear();
    AnswerFields.write(fields, loop(), exchange, status, type, payload.length);
    boolean withBody = payload.length > 0 && AnswerFields.bodyFollows(exchange, status);
    ChannelFuture written =
        connection.write(stream, H2Heads.answer(status, fields), withBody ? payload : new byte[0]);
    loop().traffic.answered(status);
    answered = true;
    answeredAt = loop().now();
    answerLength = payload.length;
    if (!bodyEnded) {
      dropBody(exchange.head(), written);
    }
  }

  /// The rest of a body that nobody asked for is dropped if it is short; else the client is told
  /// to keep it, once it has the answer.
  private void dropBody(Head head, ChannelFuture written) {
    long rest = head.contentLength() - body.received();
    boolean known = head.contentLength() > 0;
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
    } else if (bodyTaker != null) {
      long quiet = loop().settings.bodyTimeout().toNanos();
      if (now - activeSince > quiet || now - bodySince > patience(quiet, body.received())) {
        fail(Problem.of(408, "request_timeout", "The request's body did not come in time."));
      }
    }
  }

  private static long patience(long least, long bytes) {
    return least + TimeUnit.SECONDS.toNanos(bytes / WebSettings.MIN_BODY_RATE);
  }
}
