package latchkey.http;

import java.io.BufferedInputStream;
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
import java.util.Optional;
import java.util.TreeMap;

/// A client that sends exactly the bytes that a test gives it.
public final class RawClient implements AutoCloseable {
  /// An answer as it came: header names in lower case, the last of each.
  public record Answer(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  public RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// Sends what the server may refuse to take; says how much it took.
  public long sendUntilRefused(byte[] piece, int times) {
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

  public RawClient endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Answer answer() {
    return answer(true);
  }

  public Answer answerToHead() {
    return answer(false);
  }

  /// The answer, unless the connection ends without one.
  public Optional<Answer> maybeAnswer(boolean withBody) {
    try {
      in.mark(1);
      int first = in.read();
      in.reset();
      return first < 0 ? Optional.empty() : Optional.of(answer(withBody));
    } catch (SocketTimeoutException e) {
      throw new AssertionError("The connection is still open and says nothing.", e);
    } catch (IOException e) {
      return Optional.empty();
    }
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

  public String line() {
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
  public String rest() {
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
  public String trickle(String text, int paceMillis) {
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

  /// Goes away without a word, as a program that is killed.
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
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
