package latchkey.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client of HTTP/2 that sends exactly the frames that a test gives it.
final class RawH2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /// A frame as it came.
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    /// What a RST_STREAM or GOAWAY says.
    int error() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }
  }

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

  /// Connects, and sends the preface with these settings: pairs of id and value.
  RawH2(TestCertificate certificate, int port, int... settings) {
    try {
      socket = (SSLSocket) certificate.trusted().getSocketFactory().createSocket("localhost", port);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      in = new DataInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * 6);
      for (int i = 0; i < settings.length; i += 2) {
        payload.putShort((short) settings[i]).putInt(settings[i + 1]);
      }
      send(SETTINGS, 0, 0, payload.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Header fields as a block: names and values in turn, nothing compressed.
  static byte[] block(String... fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      string(block, fields[i]);
      string(block, fields[i + 1]);
    }
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /// A request line's fields, and more.
  static byte[] request(String method, String path, String... more) {
    String[] fields = new String[8 + more.length];
    System.arraycopy(
        new String[] {":method", method, ":scheme", "https", ":authority", "test", ":path", path},
        0,
        fields,
        0,
        8);
    System.arraycopy(more, 0, fields, 8, more.length);
    return block(fields);
  }

  RawH2 get(int stream, String path) {
    return send(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path));
  }

  RawH2 send(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    try {
      socket.getOutputStream().write(frame.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  RawH2 reset(int stream) {
    return send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /// The next frame but for settings, window updates and pings; empty at the end of the connection.
  Optional<Frame> next() {
    while (true) {
      Optional<Frame> frame = any();
      if (frame.isEmpty()
          || (frame.get().type() != SETTINGS
              && frame.get().type() != WINDOW_UPDATE
              && frame.get().type() != PING)) {
        return frame;
      }
    }
  }

  /// The next frame of that type; the end of the connection is a mistake.
  Frame next(int type) {
    while (true) {
      Frame frame = any().orElseThrow(() -> new AssertionError("The connection ended."));
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  private Optional<Frame> any() {
    try {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      return Optional.of(new Frame(type, flags, stream, ByteBuffer.wrap(in.readNBytes(length))));
    } catch (EOFException e) {
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("Nothing came.", e);
    } catch (IOException e) {
      return Optional.empty(); // a reset is an end too
    }
  }

  /// The head of the next answer.
  Http2Headers answer() {
    Frame frame = next(HEADERS);
    try {
      return decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  int status() {
    return Integer.parseInt(answer().status().toString());
  }

  /// Reads to the end; says the error of the GOAWAY that came before it.
  int goAway() {
    int error = -1;
    for (var frame = any(); frame.isPresent(); frame = any()) {
      if (frame.get().type() == GOAWAY) {
        error = frame.get().error();
      }
    }
    return error;
  }

  void leave() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    leave();
  }
}
