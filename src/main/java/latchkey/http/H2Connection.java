package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client's connection of HTTP/2 and its streams, all on one event loop.
///
/// Frames, flow control, and clients that open and reset streams or send empty frames without end
/// are Netty's codec's to see to. Here is what a client may hold: so many streams, so much that it
/// does not take, and for so long.
final class H2Connection extends ChannelInboundHandlerAdapter implements Watched {
  /// The rest of a body that nobody asked for is dropped up to this length.
  static final int DROPPABLE = 64 * 1024;

  private static final int MOST_STREAMS = 100;
  private static final int WINDOW = 64 * 1024;

  /// Of a body that is taken in while it comes: with less, a long one from afar takes hours. A
  /// worker's pipe has room for all of it, and for what a client has before it knows our settings.
  private static final int LONG_WINDOW = BodyPipe.MOST - WINDOW;

  /// Of all bodies of a connection.
  private static final int LONG_WINDOWS = 4 * LONG_WINDOW;

  /// With more than this waiting for the client, its new requests are refused; it may repeat them.
  private static final long MOST_UNSENT = 4 << 20;

  /// Fields that a table of what was sent before should not hold: a secret, and what is never the
  /// same again.
  private static final Set<String> NOT_AGAIN = Set.of("set-cookie", "x-request-id");

  private static final long LINGERING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Loop loop;
  private final Channel channel;
  private final SslHandler tls;
  private final Unsent unsent;
  private final Http2Connection streams = new DefaultHttp2Connection(/* server= */ true);
  private final Http2Connection.PropertyKey ours = streams.newKey();
  private final Http2ConnectionHandler codec;

  private int place;
  private long answersUnsent;
  private boolean insideRead;
  private boolean used;
  private boolean ending;
  private boolean saidGoodbye;
  private boolean inputEnded;
  private long activeSince;

  H2Connection(Loop loop, Channel channel, SslHandler tls) {
    this.loop = loop;
    this.channel = channel;
    this.tls = tls;
    this.unsent = new Unsent(channel);
    this.activeSince = loop.now();
    streams.remote().maxActiveStreams(MOST_STREAMS); // before the client has confirmed it, too
    streams.addListener(new Ends());
    codec =
        new Http2ConnectionHandlerBuilder()
            .connection(streams)
            .frameListener(new Frames())
            .initialSettings(
                new Http2Settings()
                    .maxConcurrentStreams(MOST_STREAMS)
                    .initialWindowSize(WINDOW)
                    .maxHeaderListSize(loop.settings.maxHeadBytes()))
            .headerSensitivityDetector((name, _) -> NOT_AGAIN.contains(name.toString()))
            .decoupleCloseAndGoAway(true)
            .gracefulShutdownTimeoutMillis(TimeUnit.NANOSECONDS.toMillis(LINGERING_NANOS))
            .build();
  }

  /// What stands before this in the pipeline.
  ChannelHandler codec() {
    return codec;
  }

  /// The client may open streams from now on.
  void begin() {
    loop.add(this);
    codec.flush(context());
  }

  Loop loop() {
    return loop;
  }

  InetAddress peer() {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  private ChannelHandlerContext context() {
    return channel.pipeline().context(codec);
  }

  private @Nullable H2Stream ours(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(ours);
  }

  // What the network says

  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean last) {
      onHeadersRead(ctx, id, headers, padding, last);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
      insideRead = true;
      used = true;
      activeSince = loop.now();
      Http2Stream stream = streams.stream(id);
      H2Stream known = ours(stream);
      if (known != null) {
        known.bodyEnds(); // trailers, which mean nothing here
      } else if (stream != null && answersUnsent > MOST_UNSENT) {
        reset(stream, Http2Error.REFUSED_STREAM);
      } else if (stream != null) {
        H2Stream begun = new H2Stream(H2Connection.this, stream);
        stream.setProperty(ours, begun);
        begun.begin(headers, last);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
      insideRead = true;
      H2Stream known = ours(streams.stream(id));
      return known == null ? data.readableBytes() + padding : known.data(data, padding, last);
    }
  }

  private final class Ends extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      H2Stream known = ours(stream);
      if (known != null) {
        known.gone();
      }
      activeSince = loop.now();
      endIfNothingIsLeft();
    }
  }

  /// The codec flushes after this.
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    insideRead = false;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      inputEnded = true;
      if (saidGoodbye) {
        closeNow();
      } else {
        stop();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.remove(this, place);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Fault.note(cause);
    closeNow();
  }

  // What streams ask for

  ChannelFuture write(Http2Stream stream, Http2Headers headers, byte[] payload) {
    ChannelHandlerContext ctx = context();
    ChannelFuture written =
        codec
            .encoder()
            .writeHeaders(ctx, stream.id(), headers, 0, payload.length == 0, ctx.newPromise());
    if (payload.length > 0) {
      answersUnsent += payload.length;
      written =
          codec
              .encoder()
              .writeData(
                  ctx, stream.id(), Unpooled.wrappedBuffer(payload), 0, true, ctx.newPromise());
      written.addListener(_ -> answersUnsent -= payload.length);
    }
    flushUnlessReading();
    return written;
  }

  /// The head of an answer whose body follows in pieces.
  void writeHead(Http2Stream stream, Http2Headers headers) {
    ChannelHandlerContext ctx = context();
    var _ = codec.encoder().writeHeaders(ctx, stream.id(), headers, 0, false, ctx.newPromise());
  }

  ChannelFuture writePiece(Http2Stream stream, byte[] bytes, int count, boolean last) {
    ChannelHandlerContext ctx = context();
    answersUnsent += count;
    ChannelFuture written =
        codec
            .encoder()
            .writeData(
                ctx,
                stream.id(),
                Unpooled.wrappedBuffer(bytes, 0, count),
                0,
                last,
                ctx.newPromise());
    written.addListener(_ -> answersUnsent -= count);
    flushUnlessReading();
    return written;
  }

  void writeContinue(Http2Stream stream) {
    Http2Headers headers = new DefaultHttp2Headers(/* validate= */ false).status("100");
    ChannelHandlerContext ctx = context();
    var _ = codec.encoder().writeHeaders(ctx, stream.id(), headers, 0, false, ctx.newPromise());
    flushUnlessReading();
  }

  /// Lets the client send that many bytes more.
  void giveBack(Http2Stream stream, int bytes) {
    try {
      if (bytes > 0 && codec.decoder().flowController().consumeBytes(stream, bytes)) {
        flushUnlessReading();
      }
    } catch (Http2Exception e) {
      codec.onError(context(), /* outbound= */ true, e);
    }
  }

  /// Lets the client send a body that is wanted in long pieces.
  void widen(Http2Stream stream) {
    try {
      widen(streams.connectionStream(), LONG_WINDOWS);
      widen(stream, LONG_WINDOW);
      flushUnlessReading();
    } catch (Http2Exception e) {
      codec.onError(context(), /* outbound= */ true, e);
    }
  }

  private void widen(Http2Stream stream, int window) throws Http2Exception {
    Http2LocalFlowController windows = codec.decoder().flowController();
    int missing = window - windows.initialWindowSize(stream);
    if (missing > 0) {
      windows.incrementWindowSize(stream, missing);
    }
  }

  /// Ends a stream before its time; nothing happens if it is over.
  void reset(Http2Stream stream, Http2Error why) {
    if (channel.isActive() && streams.stream(stream.id()) == stream) {
      ChannelHandlerContext ctx = context();
      var _ = codec.resetStream(ctx, stream.id(), why.code(), ctx.newPromise());
      flushUnlessReading();
    }
  }

  private void flushUnlessReading() {
    if (!insideRead) {
      codec.flush(context());
    }
  }

  // Ending

  /// Takes no more requests, and ends when those that came are answered.
  @Override
  public void stop() {
    if (!ending && channel.isActive()) {
      ending = true;
      ChannelHandlerContext ctx = context();
      int last = streams.remote().lastStreamCreated();
      var _ =
          codec.goAway(
              ctx, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
      codec.flush(ctx);
      endIfNothingIsLeft();
    }
  }

  private void endIfNothingIsLeft() {
    if (ending && !saidGoodbye && streams.numActiveStreams() == 0 && channel.isActive()) {
      saidGoodbye = true;
      activeSince = loop.now();
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> sayGoodbye());
    }
  }

  private void sayGoodbye() {
    if (inputEnded) {
      closeNow();
    } else {
      tls.closeOutbound().addListener(_ -> shutSocketsOutput());
    }
  }

  private void shutSocketsOutput() {
    var _ = ((DuplexChannel) channel).shutdownOutput();
  }

  @Override
  public void closeNow() {
    eachStream(H2Stream::gone);
    var _ = channel.close();
  }

  // Time

  @Override
  public void place(int newPlace) {
    place = newPlace;
  }

  @Override
  public void checkTime(long now) {
    if (unsent.notTaken(now, loop.settings.idleTimeout().toNanos())) {
      closeNow();
    } else if (saidGoodbye) {
      if (now - activeSince > LINGERING_NANOS) {
        closeNow();
      }
    } else if (streams.numActiveStreams() > 0) {
      eachStream(stream -> stream.checkTime(now));
    } else if (now - activeSince > restingTime()) {
      stop();
    }
  }

  private long restingTime() {
    return (used ? loop.settings.idleTimeout() : loop.settings.headTimeout()).toNanos();
  }

  private void eachStream(Consumer<H2Stream> step) {
    try {
      var _ =
          streams.forEachActiveStream(
              stream -> {
                H2Stream known = ours(stream);
                if (known != null) {
                  step.accept(known);
                }
                return true;
              });
    } catch (Http2Exception e) {
      codec.onError(context(), /* outbound= */ true, e);
    }
  }
}
