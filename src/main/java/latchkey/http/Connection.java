package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client's connection of HTTP/1.1: reads a request, waits for its answer, and only then reads
/// the next.
///
/// All of it runs on one event loop. Bytes that come too early wait in `pending` with reading
/// switched off, so a client that does not take its answers, or sends without end, holds a
/// bounded amount of memory.
final class Connection extends ChannelInboundHandlerAdapter implements Transport, Watched {
  private enum Phase {
    HEAD,
    BODY,
    /// The last answer is on its way; what still comes is dropped, for closing now would tear
    /// that answer from the client.
    LINGERING,
    CLOSED
  }

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /// Most heads are shorter; looking no further keeps a burst of pipelined requests linear.
  private static final int USUAL_HEAD = 2048;

  /// The rest of a body that nobody asked for is dropped up to this length, to keep the
  /// connection; beyond, it is closed.
  private static final int DROPPABLE = 64 * 1024;

  private static final int LINGERING_BYTES = 256 * 1024;
  private static final long LINGERING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Loop loop;
  private final Channel channel;
  private final @Nullable SslHandler tls;
  private final AnswerWriter writer;
  private final Unsent unsent;

  private Phase phase = Phase.HEAD;
  private int place;

  /// The request that is being handled, until its answer.
  private @Nullable Exchange current;

  private @Nullable Body body;
  private @Nullable Consumer<byte[]> bodyTaker;
  private @Nullable BodyPipe bodyPipe;
  private boolean droppingBody;

  /// The answer that is being sent in pieces.
  private @Nullable AnswerStream streaming;

  private int streamedStatus;
  private boolean streamsChunks;
  private boolean staysAfterStream;

  private @Nullable ByteBuf pending;

  /// How much of a head that has not ended yet was looked at; 0 when none has begun.
  private int headSeen;

  private boolean consuming;
  private boolean insideRead;
  private boolean broken;
  private boolean inputEnded;
  private boolean used;
  private boolean saidGoodbye;
  private int lingered;

  private long activeSince;
  private long headSince;
  private long bodySince;

  /// How much of the body had come at that time.
  private long bodyBefore;

  Connection(Loop loop, Channel channel, @Nullable SslHandler tls) {
    this.loop = loop;
    this.channel = channel;
    this.tls = tls;
    this.writer = new AnswerWriter(loop, channel);
    this.unsent = new Unsent(channel);
    this.activeSince = loop.now();
    this.headSince = activeSince;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public InetAddress peer() {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  @Override
  public void place(int newPlace) {
    place = newPlace;
  }

  // What the network says

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin();
  }

  /// The client may send requests from now on.
  void begin() {
    loop.add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    insideRead = true;
    activeSince = loop.now();
    var in = (ByteBuf) message;
    if (pending == null) {
      consume(in);
    } else {
      ByteBuf joined = pending.discardSomeReadBytes();
      pending = null;
      try {
        joined.writeBytes(in);
      } finally {
        in.release();
      }
      consume(joined);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    insideRead = false;
    writer.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      proceed();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      inputEnded = true;
      if (phase == Phase.LINGERING) {
        closeNow();
      } else {
        endIfNothingMoreCanCome();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSED;
    loop.remove(this, place);
    abandonCurrent();
    dropPending();
  }

  private void abandonCurrent() {
    abandonBody();
    if (streaming != null) {
      streaming.gone();
      streaming = null;
    }
    if (current != null) {
      current = null;
      loop.traffic.abandoned();
    }
  }

  private void abandonBody() {
    if (bodyPipe != null) {
      bodyPipe.abort();
      bodyPipe = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Fault.note(cause);
    closeNow();
  }

  // Reading requests

  /// Reads as far as it may; takes over the buffer.
  private void consume(ByteBuf in) {
    consuming = true;
    boolean mayReadOn = true;
    try {
      while (in.isReadable() && mayReadOn) {
        mayReadOn = step(in);
      }
    } catch (Problem problem) {
      refuse(problem);
    } finally {
      consuming = false;
      keep(in);
    }
    readOnlyWhatIsWanted();
    endIfNothingMoreCanCome();
  }

  /// Reads one head or a piece of a body; false when it has to wait, for more bytes or for an
  /// answer.
  private boolean step(ByteBuf in) {
    return switch (phase) {
      case HEAD -> current == null && channel.isWritable() && readHead(in);
      case BODY -> (bodyTaker != null || bodyPipe != null || droppingBody) && readBody(in);
      case LINGERING -> drop(in);
      case CLOSED -> false;
    };
  }

  private boolean readHead(ByteBuf in) {
    int available = in.readableBytes();
    int most = loop.headScratch.length;
    if (headSeen > 0 && available < most && !mayEndHead(in)) {
      headSeen = available;
      return false;
    }
    HeadParser.Parsed parsed = parse(in, Math.min(available, USUAL_HEAD));
    if (parsed == null && available > USUAL_HEAD) {
      parsed = parse(in, Math.min(available, most));
    }
    if (parsed == null) {
      if (available >= most) {
        throw headTooLarge(in, most);
      }
      if (headSeen == 0 && used) {
        headSince = loop.now();
      }
      headSeen = available;
      return false;
    }
    headSeen = 0;
    in.skipBytes(parsed.length());
    begin(parsed.head());
    return true;
  }

  private HeadParser.@Nullable Parsed parse(ByteBuf in, int length) {
    in.getBytes(in.readerIndex(), loop.headScratch, 0, length);
    return loop.parser.parse(loop.headScratch, length);
  }

  /// Is there an empty line among the bytes that are new? A head that trickles in is not parsed
  /// again for each of them.
  private boolean mayEndHead(ByteBuf in) {
    int end = in.writerIndex();
    int lf = in.indexOf(in.readerIndex() + Math.max(0, headSeen - 3), end, (byte) '\n');
    while (lf >= 0 && lf + 1 < end) {
      byte next = in.getByte(lf + 1);
      if (next == '\r' || next == '\n') {
        return true;
      }
      lf = in.indexOf(lf + 1, end, (byte) '\n');
    }
    return false;
  }

  private static Problem headTooLarge(ByteBuf in, int most) {
    boolean longTarget = in.indexOf(in.readerIndex(), in.readerIndex() + most, (byte) '\n') < 0;
    return longTarget
        ? Problem.of(
            414, "target_too_long", "Request line and headers may have at most " + most + " bytes.")
        : Problem.of(
            431,
            "headers_too_large",
            "Request line and headers may have at most " + most + " bytes.");
  }

  private void begin(Head head) {
    used = true;
    var exchange = new Exchange(this, head);
    current = exchange;
    loop.traffic.started();
    if (head.contentLength() != Head.NO_BODY) {
      body = new Body(head.contentLength());
      phase = Phase.BODY;
    }
    exchange.start();
  }

  @Override
  public void takeBody(Exchange exchange, int maxBytes, Consumer<byte[]> taker) {
    if (exchange != current) {
      return;
    }
    if (body == null) {
      taker.accept(new byte[0]);
      return;
    }
    body.limit(maxBytes);
    bodyTaker = taker;
    askForBody(exchange);
  }

  @Override
  public boolean streamBody(Exchange exchange, long maxBytes, BodyPipe pipe) {
    if (exchange != current) {
      return false;
    }
    if (body == null) {
      pipe.end();
      return true;
    }
    body.limit(maxBytes);
    body.into(pipe);
    bodyPipe = pipe;
    askForBody(exchange);
    return true;
  }

  private void askForBody(Exchange exchange) {
    bodySince = loop.now();
    bodyBefore = 0;
    activeSince = bodySince;
    if (exchange.head().expectsContinue()) {
      writer.write(Unpooled.wrappedBuffer(CONTINUE));
      flushUnlessReading();
    }
    proceed();
  }

  @Override
  public void bodyRead(BodyPipe pipe) {
    if (pipe == bodyPipe) {
      var _ = pipe.taken();
      proceed();
    }
  }

  private boolean readBody(ByteBuf in) {
    Body arriving = body;
    if (arriving == null) {
      return false;
    }
    arriving.feed(in);
    if (arriving.ended()) {
      Consumer<byte[]> taker = bodyTaker;
      BodyPipe pipe = bodyPipe;
      phase = Phase.HEAD;
      body = null;
      bodyTaker = null;
      bodyPipe = null;
      droppingBody = false;
      if (pipe != null) {
        pipe.end();
      }
      if (taker != null && current != null) {
        current.resume(() -> taker.accept(arriving.bytes()));
      }
    }
    return !arriving.blocked();
  }

  /// Goes on with what had to wait.
  private void proceed() {
    ByteBuf waiting = pending;
    if (!consuming && waiting != null) {
      pending = null;
      consume(waiting);
    }
  }

  private void keep(ByteBuf in) {
    if (in.isReadable() && (phase == Phase.HEAD || phase == Phase.BODY)) {
      pending = in;
    } else {
      in.release();
    }
  }

  private void readOnlyWhatIsWanted() {
    boolean wanted = (pending == null || headSeen > 0) && lingered <= LINGERING_BYTES;
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  // Answering

  /// Refuses what was being read, with the answer that says why if one is still due.
  private void refuse(Problem problem) {
    broken = true;
    headSeen = 0;
    if (current == null && phase == Phase.HEAD) {
      current = new Exchange(this, Head.unreadable());
      loop.traffic.started();
    }
    if (bodyPipe != null) {
      bodyPipe.fail(problem); // the worker lets it through, and so it is answered
      bodyPipe = null;
    } else if (streaming != null) {
      droppingBody = false; // the answer is on its way, and then the connection ends
    } else if (current == null) {
      end();
    } else {
      current.fail(problem);
    }
  }

  @Override
  public void answer(Exchange exchange, int status, @Nullable HeaderLine type, byte[] payload) {
    if (exchange != current) {
      return;
    }
    boolean stays =
        exchange.head().keepAlive() && !broken && !loop.stopping() && bodyIsOrCanBeRead();
    writer.answer(exchange, status, type, payload, stays);
    afterAnswer(status, stays);
  }

  @Override
  public boolean beginAnswer(
      Exchange exchange, int status, @Nullable HeaderLine type, long length, AnswerStream stream) {
    if (exchange != current) {
      return false;
    }
    boolean endsWithConnection = length < 0 && exchange.head().http10();
    staysAfterStream =
        exchange.head().keepAlive()
            && !endsWithConnection
            && !broken
            && !loop.stopping()
            && bodyIsOrCanBeRead();
    streaming = stream;
    streamedStatus = status;
    streamsChunks = length < 0 && !endsWithConnection;
    writer.begin(exchange, status, type, length, streamsChunks, staysAfterStream);
    proceed();
    return true;
  }

  @Override
  public void sendPiece(
      Exchange exchange, AnswerStream stream, byte[] bytes, int count, boolean last) {
    if (exchange != current) {
      stream.gone();
      return;
    }
    ByteBuf piece =
        AnswerFields.bodyFollows(exchange, streamedStatus)
            ? AnswerWriter.piece(bytes, count, streamsChunks, last)
            : Unpooled.EMPTY_BUFFER;
    writer.writeAndFlush(piece).addListener(written -> pieceWritten(stream, bytes, written));
    if (last) {
      streaming = null;
      afterAnswer(streamedStatus, staysAfterStream && !broken && !loop.stopping());
    }
  }

  private void pieceWritten(AnswerStream stream, byte[] bytes, Future<?> written) {
    if (written.isSuccess()) {
      unsent.moved(loop.now());
      stream.sent(bytes);
    } else {
      stream.gone();
    }
  }

  /// Ends the connection with a reset: its mere end could be taken for the end of the body.
  @Override
  public void cut(Exchange exchange) {
    if (exchange == current) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      phase = Phase.CLOSED;
      abandonCurrent();
      channel.unsafe().close(channel.unsafe().voidPromise());
    }
  }

  private void afterAnswer(int status, boolean stays) {
    current = null;
    activeSince = loop.now();
    loop.traffic.answered(status);
    if (stays) {
      flushUnlessReading();
      proceed();
      endIfNothingMoreCanCome();
    } else {
      end();
    }
  }

  private boolean bodyIsOrCanBeRead() {
    if (phase != Phase.BODY || body == null || current == null) {
      return true;
    }
    if (current.head().expectsContinue() || !body.endsWithin(DROPPABLE)) {
      return false;
    }
    abandonBody();
    body.discard();
    bodyTaker = null;
    droppingBody = true;
    bodySince = loop.now();
    bodyBefore = body.received();
    activeSince = bodySince;
    return true;
  }

  private void flushUnlessReading() {
    if (!insideRead) {
      writer.flush();
    }
  }

  // Ending

  private void endIfNothingMoreCanCome() {
    boolean waiting =
        phase == Phase.BODY ? pending == null : phase == Phase.HEAD && current == null;
    if (inputEnded && waiting && streaming == null && !consuming && channel.isWritable()) {
      abandonCurrent();
      end();
    }
  }

  /// Sends what was written, then says goodbye.
  private void end() {
    boolean nothingUnread = inputEnded || (loop.stopping() && !broken && phase == Phase.HEAD);
    phase = Phase.LINGERING;
    abandonBody();
    body = null;
    bodyTaker = null;
    if (!consuming) {
      dropPending();
      readOnlyWhatIsWanted();
    }
    writer
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(nothingUnread ? ChannelFutureListener.CLOSE : written -> shutdownOutput());
  }

  private void shutdownOutput() {
    saidGoodbye = true;
    activeSince = loop.now();
    if (tls == null) {
      shutSocketsOutput();
    } else {
      tls.closeOutbound().addListener(_ -> shutSocketsOutput());
    }
  }

  private void shutSocketsOutput() {
    var _ = ((DuplexChannel) channel).shutdownOutput();
  }

  private boolean drop(ByteBuf in) {
    lingered += in.readableBytes();
    in.skipBytes(in.readableBytes());
    return true;
  }

  private void dropPending() {
    ByteBuf dropped = pending;
    pending = null;
    if (dropped != null) {
      dropped.release();
    }
  }

  @Override
  public void closeNow() {
    phase = Phase.CLOSED;
    abandonCurrent();
    var unused = channel.close();
  }

  @Override
  public void stop() {
    if (current == null && phase == Phase.HEAD && headSeen == 0) {
      end();
    }
  }

  // Time

  @Override
  public void checkTime(long now) {
    switch (phase) {
      case HEAD, BODY -> {
        if (answerIsNotTaken(now)) {
          closeNow();
        } else if (phase == Phase.BODY) {
          checkBodyTime(now);
        } else if (current == null) {
          checkHeadTime(now);
        }
      }
      case LINGERING -> {
        if (answerIsNotTaken(now) || (saidGoodbye && now - activeSince > LINGERING_NANOS)) {
          closeNow();
        }
      }
      case CLOSED -> {}
    }
  }

  private void checkHeadTime(long now) {
    if (headSeen > 0) {
      if (now - headSince > loop.settings.headTimeout().toNanos()) {
        refuse(Problem.of(408, "request_timeout", "The request's head did not come in time."));
      }
    } else {
      long most =
          used ? loop.settings.idleTimeout().toNanos() : loop.settings.headTimeout().toNanos();
      if (now - activeSince > most) {
        closeNow();
      }
    }
  }

  private void checkBodyTime(long now) {
    Body arriving = body;
    if (arriving == null || (bodyTaker == null && bodyPipe == null && !droppingBody)) {
      return; // the handler's turn, not the client's
    }
    if (bodyPipe != null && !bodyPipe.waitsForClient()) {
      activeSince = now;
      bodySince = now;
      bodyBefore = arriving.received();
      return;
    }
    long patience = loop.settings.bodyTimeout().toNanos();
    long earned =
        TimeUnit.SECONDS.toNanos((arriving.received() - bodyBefore) / WebSettings.MIN_BODY_RATE);
    if (now - activeSince > patience || now - bodySince > patience + earned) {
      refuse(Problem.of(408, "request_timeout", "The request's body did not come in time."));
    }
  }

  private boolean answerIsNotTaken(long now) {
    return unsent.notTaken(now, loop.settings.idleTimeout().toNanos());
  }
}
