package latchkey.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// A connection on which keys, and the version of HTTP, are being agreed on; then that version's
/// handler takes its place.
final class Handshake extends ChannelInboundHandlerAdapter implements Watched {
  private final Loop loop;
  private final Channel channel;
  private final SslHandler tls;
  private final long since;
  private int place;
  private boolean watched;

  Handshake(Loop loop, Channel channel, SslHandler tls) {
    this.loop = loop;
    this.channel = channel;
    this.tls = tls;
    this.since = loop.now();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    watched = true;
    loop.add(this);
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess() && channel.isActive()) {
        leave();
        handOver();
      } else {
        closeNow();
      }
    }
  }

  private void handOver() {
    if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
      var connection = new H2Connection(loop, channel, tls);
      channel.pipeline().addLast(connection.codec(), connection).remove(this);
      connection.begin();
    } else {
      var connection = new Connection(loop, channel, tls);
      channel.pipeline().addLast(connection).remove(this);
      connection.begin();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Fault.note(cause);
    closeNow();
  }

  private void leave() {
    if (watched) {
      watched = false;
      loop.remove(this, place);
    }
  }

  @Override
  public void place(int newPlace) {
    place = newPlace;
  }

  @Override
  public void checkTime(long now) {
    if (now - since > loop.settings.headTimeout().toNanos()) {
      closeNow();
    }
  }

  @Override
  public void stop() {
    closeNow();
  }

  @Override
  public void closeNow() {
    var _ = channel.close();
  }
}
