package latchkey.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A client that sends exactly the bytes that a test gives it.
final class RawClient implements AutoCloseable {
  /// An answer as it came: header names in lower case, the last of each.
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// Sends what the server may refuse to take; says how much it took.
  long sendUntilRefused(byte[] piece, int times) {
    long sent = 0;
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(piece);
        sent += piece.length;
      }
    } catch (IOException e) {
      return sent;
    }
    return sent;
  }

  RawClient endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Answer answer() {
    return answer(true);
  }

  Answer answerToHead() {
    return answer(false);
  }

  private Answer answer(boolean withBody) {
    String statusLine = line();
    if (!statusLine.startsWith("HTTP/1.1 ")) {
      throw new AssertionError("Not a status line: " + statusLine);
    }
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(": ");
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
    try {
      byte[] body = in.readNBytes(length);
      return new Answer(
          Integer.parseInt(statusLine.substring(9, 12)),
          headers,
          new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String line() {
    var line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new AssertionError("The connection ended after: " + line);
        }
        line.write(b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Everything up to the end of the connection; a reset is an end too.
  String rest() {
    var rest = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        rest.write(b);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("The connection is still open after: " + rest, e);
    } catch (IOException e) {
      return rest.toString(StandardCharsets.UTF_8);
    }
    return rest.toString(StandardCharsets.UTF_8);
  }

  /// Sends one byte after the other, as slowly as reading in between takes, until the server has
  /// ended it.
  String trickle(String text, int paceMillis) {
    var rest = new ByteArrayOutputStream();
    try {
      socket.setSoTimeout(paceMillis);
      for (int i = 0; ; i++) {
        socket.getOutputStream().write(text.charAt(i % text.length()));
        try {
          for (int b = in.read(); b >= 0; b = in.read()) {
            rest.write(b);
          }
          return rest.toString(StandardCharsets.UTF_8);
        } catch (SocketTimeoutException stillOpen) {
          // the next byte
        }
      }
    } catch (IOException e) {
      return rest.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
