package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// Tells who speaks plain HTTP where TLS is spoken, which shows with the first byte.
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final String TEXT = "TLS is spoken here: the address begins with https://\n";
  private static final byte[] ANSWER =
      ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
              + TEXT.length()
              + "\r\nConnection: close\r\n\r\n"
              + TEXT)
          .getBytes(StandardCharsets.US_ASCII);

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    byte first = in.getByte(in.readerIndex());
    if (first >= 'A' && first <= 'Z') {
      in.release();
      ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(in);
    }
  }
}
