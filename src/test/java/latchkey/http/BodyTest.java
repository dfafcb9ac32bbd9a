package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BodyTest {
  private static byte[] chunked(List<byte[]> chunks) {
    var out = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      if (chunk.length > 0) {
        out.writeBytes(
            (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(chunk);
        out.writeBytes(new byte[] {'\r', '\n'});
      }
    }
    out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] joined(List<byte[]> pieces) {
    var out = new ByteArrayOutputStream();
    pieces.forEach(out::writeBytes);
    return out.toByteArray();
  }

  /// Feeds the bytes in pieces of that size and gives back what the body left.
  private static ByteBuf feed(Body body, byte[] bytes, int piece) {
    ByteBuf rest = Unpooled.EMPTY_BUFFER;
    for (int at = 0; at < bytes.length; at += piece) {
      rest = Unpooled.wrappedBuffer(bytes, at, Math.min(piece, bytes.length - at));
      body.feed(rest);
      if (body.ended()) {
        return rest;
      }
    }
    return rest;
  }

  @Property
  void chunksAreJoinedWhereverTheNetworkCutsThem(
      @ForAll @Size(max = 20) List<byte[]> chunks, @ForAll @IntRange(min = 1, max = 50) int piece) {
    var body = new Body(Head.CHUNKED);

    feed(body, chunked(chunks), piece);

    assertThat(body.ended()).isTrue();
    assertThat(body.bytes()).isEqualTo(joined(chunks));
  }

  @Property
  void aBodyOfKnownLengthTakesExactlyThatManyBytes(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 50) int piece) {
    var body = new Body(bytes.length);

    feed(body, bytes, piece);

    assertThat(body.ended()).isTrue();
    assertThat(body.bytes()).isEqualTo(bytes);
  }

  @Test
  void whatFollowsTheBodyIsLeftAlone() {
    byte[] both = "2\r\nab\r\n0\r\n\r\nGET /".getBytes(StandardCharsets.US_ASCII);
    ByteBuf rest = feed(new Body(Head.CHUNKED), both, both.length);
    assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("GET /");
  }

  @Test
  void aLimitCountsWhatTheBodyHoldsAndIsKnownAtOnceFromItsLength() {
    assertThatThrownBy(() -> new Body(11).limit(10)).hasMessageContaining("at most 10 bytes");

    var body = new Body(Head.CHUNKED);
    body.limit(10);
    feed(body, chunked(List.of(new byte[5], new byte[5])), 7);
    assertThat(body.ended()).isTrue();

    var over = new Body(Head.CHUNKED);
    over.limit(10);
    assertThatThrownBy(() -> feed(over, chunked(List.of(new byte[5], new byte[6])), 7))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("at most 10 bytes");
  }
}
