package latchkey.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a daemon that reads the protocol as ClamAV's manual has it, strictly.
class ClamdTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /// How it ends what it does.
  private enum Manner {
    ANSWERS,
    HANGS_UP,
    IS_SILENT
  }

  private static final class Daemon implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Manner manner;
    private final long most;
    final AtomicLong received = new AtomicLong();

    Daemon(SocketAddress at, Manner manner, long most) throws IOException {
      this.server =
          ServerSocketChannel.open(
              at instanceof UnixDomainSocketAddress
                  ? StandardProtocolFamily.UNIX
                  : StandardProtocolFamily.INET);
      this.manner = manner;
      this.most = most;
      server.bind(at);
      Thread.startVirtualThread(this::serve);
    }

    int port() throws IOException {
      return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void serve() {
      while (server.isOpen()) {
        try (SocketChannel client = server.accept()) {
          answer(client);
        } catch (IOException _) {
          // the client is gone, or the test is over
        }
      }
    }

    private void answer(SocketChannel client) throws IOException {
      if (manner == Manner.HANGS_UP) {
        return;
      }
      if (manner == Manner.IS_SILENT) {
        while (client.read(ByteBuffer.allocate(4096)) >= 0) {
          // until they lose patience
        }
        return;
      }
      String command = new String(read(client, 10).array(), StandardCharsets.US_ASCII);
      if (!command.equals("zINSTREAM\0")) {
        write(client, "UNKNOWN COMMAND\0");
        return;
      }
      boolean virus = false;
      for (int length; (length = read(client, Integer.BYTES).getInt()) != 0; ) {
        if (received.addAndGet(length) > most) {
          write(client, "INSTREAM size limit exceeded. ERROR\0");
          return;
        }
        String text = new String(read(client, length).array(), StandardCharsets.ISO_8859_1);
        virus |= text.contains("EICAR");
      }
      write(client, virus ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
    }

    private static ByteBuffer read(SocketChannel client, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (client.read(bytes) < 0) {
          throw new IOException("the client went away");
        }
      }
      return bytes.flip();
    }

    private static void write(SocketChannel client, String text) throws IOException {
      int _ = client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static Daemon daemon(Manner manner, long most) throws IOException {
    return new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), manner, most);
  }

  private static Clamd clamd(Daemon daemon, Duration patience) throws IOException {
    return Clamd.at("127.0.0.1", daemon.port(), patience);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("file"), content);
  }

  @Test
  void aCleanFileIsSentWholeInChunksAndPasses() throws IOException {
    try (Daemon daemon = daemon(Manner.ANSWERS, Long.MAX_VALUE)) {
      assertThat(clamd(daemon, PATIENCE).scan(file("x".repeat(300_000)))).isEmpty();
      assertThat(daemon.received).hasValue(300_000);
      assertThat(clamd(daemon, PATIENCE).scan(file(""))).isEmpty();
    }
  }

  @Test
  void whatIsFoundIsNamed() throws IOException {
    try (Daemon daemon = daemon(Manner.ANSWERS, Long.MAX_VALUE)) {
      assertThat(clamd(daemon, PATIENCE).scan(file("an EICAR file")))
          .contains("Eicar-Test-Signature");
    }
  }

  @Test
  void aDaemonOnAUnixSocketIsAskedToo() throws IOException {
    Path socket = Files.createTempDirectory("clamd").resolve("clamd.sock");
    try (var _ = new Daemon(UnixDomainSocketAddress.of(socket), Manner.ANSWERS, Long.MAX_VALUE)) {
      assertThat(Clamd.at(socket, PATIENCE).scan(file("EICAR"))).isPresent();
    }
  }

  @Test
  void aFileThatTheDaemonFindsTooLongIsNotTakenForClean() throws IOException {
    try (Daemon daemon = daemon(Manner.ANSWERS, 10)) {
      assertThatThrownBy(() -> clamd(daemon, PATIENCE).scan(file("longer than that")))
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void aDaemonThatIsDownHangsUpOrSaysNothingIsNotTakenForClean() throws IOException {
    Path file = file("content");
    int free;
    try (Daemon down = daemon(Manner.ANSWERS, 0)) {
      free = down.port();
    }
    assertThatThrownBy(() -> Clamd.at("127.0.0.1", free, PATIENCE).scan(file))
        .isInstanceOf(StorageException.class);
    try (Daemon daemon = daemon(Manner.HANGS_UP, 0)) {
      assertThatThrownBy(() -> clamd(daemon, PATIENCE).scan(file))
          .isInstanceOf(StorageException.class);
    }
    try (Daemon daemon = daemon(Manner.IS_SILENT, 0)) {
      assertThatThrownBy(() -> clamd(daemon, Duration.ofMillis(100)).scan(file))
          .isInstanceOf(StorageException.class);
    }
  }
}
