package latchkey.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts answers on the wire of one connection of HTTP/1.1, small ones in one buffer, and flushes
/// when told to.
final class AnswerWriter {
  private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEEP_ALIVE =
      "Connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_CHUNK = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] STATUS_LINES = new byte[600][];
  private static final int ONE_BUFFER = 8 * 1024;

  static {
    for (int status = 200; status < STATUS_LINES.length; status++) {
      String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
      STATUS_LINES[status] =
          ("HTTP/1.1 " + status + " " + reason + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final Loop loop;
  private final Channel channel;
  private boolean unflushed;

  AnswerWriter(Loop loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  void answer(
      Exchange exchange, int status, @Nullable HeaderLine type, byte[] payload, boolean stays) {
    HeadWriter head = head(exchange, status, type, payload.length, stays);
    head.endLine();
    boolean sendsBody = AnswerFields.bodyFollows(exchange, status);
    if (sendsBody && payload.length <= ONE_BUFFER) {
      head.raw(payload);
      sendsBody = false;
    }
    write(head);
    if (sendsBody) {
      write(Unpooled.wrappedBuffer(payload));
    }
  }

  /// Writes the head of an answer whose body follows in pieces.
  void begin(
      Exchange exchange,
      int status,
      @Nullable HeaderLine type,
      long length,
      boolean chunked,
      boolean stays) {
    HeadWriter head = head(exchange, status, type, length, stays);
    if (chunked) {
      head.raw(CHUNKED);
    }
    head.endLine();
    write(head);
  }

  private HeadWriter head(
      Exchange exchange, int status, @Nullable HeaderLine type, long length, boolean stays) {
    HeadWriter head = loop.writer;
    head.clear();
    head.raw(STATUS_LINES[status]);
    AnswerFields.write(head, loop, exchange, status, type, length);
    if (!stays) {
      head.raw(CLOSE);
    } else if (exchange.head().http10()) {
      head.raw(KEEP_ALIVE);
    }
    return head;
  }

  private void write(HeadWriter head) {
    ByteBuf out = channel.alloc().directBuffer(head.count());
    write(out.writeBytes(head.array(), 0, head.count()));
  }

  /// A piece of a body as it goes over the wire.
  static ByteBuf piece(byte[] bytes, int count, boolean chunked, boolean last) {
    ByteBuf data = Unpooled.wrappedBuffer(bytes, 0, count);
    if (!chunked) {
      return data;
    }
    ByteBuf end = Unpooled.wrappedBuffer(last ? LAST_CHUNK : new byte[0]);
    if (count == 0) {
      return end;
    }
    byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return Unpooled.wrappedBuffer(
        Unpooled.wrappedBuffer(size), data, Unpooled.wrappedBuffer(END_OF_CHUNK), end);
  }

  void write(ByteBuf bytes) {
    var unused = channel.write(bytes, channel.voidPromise()); // a failure closes the connection
    unflushed = true;
  }

  ChannelFuture writeAndFlush(ByteBuf bytes) {
    unflushed = false;
    return channel.writeAndFlush(bytes);
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }
}
