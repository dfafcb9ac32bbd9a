package latchkey.files;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks ClamAV's daemon by its command `INSTREAM`: the file goes over the connection, so the daemon
/// may be on another machine, and need not see our folder.
public final class Clamd implements Scanner {
  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK = 64 * 1024;
  private static final int LONGEST_ANSWER = 4096;
  private static final String CLEAN = "stream: OK";
  private static final String BEFORE = "stream: ";
  private static final String FOUND = " FOUND";

  private final SocketAddress address;
  private final Duration patience;

  private Clamd(SocketAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /// Listening on that port.
  ///
  /// @param patience how long one scan may take
  public static Clamd at(String host, int port, Duration patience) {
    return new Clamd(InetSocketAddress.createUnresolved(host, port), patience);
  }

  /// Listening on that Unix socket.
  public static Clamd at(Path socket, Duration patience) {
    return new Clamd(UnixDomainSocketAddress.of(socket), patience);
  }

  @Override
  public Optional<String> scan(Path file) {
    String answer;
    try {
      answer = ask(file);
    } catch (IOException e) {
      throw new StorageException("the virus scanner at " + address + " does not answer", e);
    }
    if (answer.equals(CLEAN)) {
      return Optional.empty();
    }
    if (answer.startsWith(BEFORE) && answer.endsWith(FOUND)) {
      return Optional.of(
          answer.substring(BEFORE.length(), answer.length() - FOUND.length()).strip());
    }
    throw new StorageException("the virus scanner at " + address + " said: " + answer);
  }

  private String ask(Path file) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    try (SocketChannel channel = SocketChannel.open(family());
        InputStream content = Files.newInputStream(file)) {
      closeUnlessDone(channel, done);
      channel.connect(resolved());
      try {
        send(channel, content);
      } catch (IOException e) {
        // It says why it hangs up, such as that the file is longer than its StreamMaxLength.
        String why = answer(channel);
        if (why.isEmpty()) {
          throw e;
        }
        return why;
      }
      return answer(channel);
    } finally {
      done.countDown();
    }
  }

  /// A channel has no timeout of its own.
  private void closeUnlessDone(SocketChannel channel, CountDownLatch done) {
    Thread.startVirtualThread(
        () -> {
          try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
              channel.close();
            }
          } catch (IOException | InterruptedException _) {
            // it is closed
          }
        });
  }

  private ProtocolFamily family() {
    return address instanceof UnixDomainSocketAddress
        ? StandardProtocolFamily.UNIX
        : StandardProtocolFamily.INET;
  }

  private SocketAddress resolved() {
    return address instanceof InetSocketAddress inet
        ? new InetSocketAddress(inet.getHostString(), inet.getPort())
        : address;
  }

  private static void send(SocketChannel channel, InputStream content) throws IOException {
    write(channel, ByteBuffer.wrap(COMMAND));
    byte[] bytes = new byte[CHUNK];
    for (int read; (read = content.read(bytes)) > 0; ) {
      write(channel, ByteBuffer.allocate(Integer.BYTES).putInt(read).flip());
      write(channel, ByteBuffer.wrap(bytes, 0, read));
    }
    write(channel, ByteBuffer.allocate(Integer.BYTES));
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String answer(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_ANSWER);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == 0) {
        break;
      }
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString().replace("\0", "").strip();
  }
}
