package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import latchkey.cli.Cli;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.keys.IssuedKey;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import latchkey.usage.UsageTable;
import latchkey.usage.UsageTotal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM to the real program while it works.
class StopTest {
  @TempDir Path folder;
  private DemoData demo;

  @BeforeEach
  void makeKeys() {
    Latchkey server =
        Latchkey.start(
            Settings.of(
                Map.of(
                    Setting.DATA, folder.toString(),
                    Setting.PORT, "0",
                    Setting.MANAGEMENT_PORT, "0")));
    demo = DemoData.make(server.rooms(), 1, "lk", System.currentTimeMillis());
    server.stop();
  }

  @Test
  void aRequestInFlightIsAnsweredAndCountedAndNoOtherIsAccepted() throws IOException {
    try (Child child = Child.server(folder)) {
      URI url = URI.create(child.url());
      try (HalfSent request = new HalfSent(url)) {
        child.terminate();
        awaitRefusal(url);
        request.finish();
        assertThat(request.answer()).startsWith("HTTP/1.1 200 ").contains("\"valid\":true");
      }
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(Cli.OK);
    }
    assertThat(usage(demo.keys().getFirst()))
        .extracting(UsageTotal::outcome, UsageTotal::count)
        .containsExactly(tuple("granted", 1L));
    assertThat(usage(demo.management()))
        .extracting(UsageTotal::outcome, UsageTotal::count)
        .containsExactly(tuple("granted", 1L));
    assertThat(segments()).isEmpty();
  }

  @Test
  void aRequestThatNeverEndsDoesNotHoldTheStop() throws IOException {
    try (Child child =
        Child.server(
            folder, "--drain-timeout", "500ms", "--header-timeout", "1h", "--idle-timeout", "1h")) {
      try (HalfSent request = new HalfSent(URI.create(child.url()))) {
        child.terminate();
        assertThat(child.exitCode()).as(child.complaints()).isEqualTo(Cli.OK);
        assertThat(request.answer()).isEmpty();
      }
    }
  }

  /// A question to the verify door that the server has begun to read.
  private final class HalfSent implements AutoCloseable {
    private final Socket socket;
    private final byte[] body;

    HalfSent(URI url) throws IOException {
      body =
          "{\"key\":\"%s\",\"permission\":\"contacts.read\"}"
              .formatted(demo.keys().getFirst().text().token().reveal())
              .getBytes(StandardCharsets.US_ASCII);
      socket = new Socket(url.getHost(), url.getPort());
      socket.setSoTimeout(60_000);
      String head =
          """
          POST /v1/keys/verify HTTP/1.1\r
          Host: test\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Expect: 100-continue\r
          \r
          """
              .formatted(demo.management().text().token().reveal(), body.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(
              new String(
                  socket.getInputStream().readNBytes(goOn.length()), StandardCharsets.US_ASCII))
          .isEqualTo(goOn);
      socket.getOutputStream().write(body, 0, body.length / 2);
    }

    void finish() throws IOException {
      socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
    }

    String answer() throws IOException {
      try {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      } catch (IOException e) {
        return ""; // the connection was torn down
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static void awaitRefusal(URI url) throws IOException {
    while (true) {
      try {
        new Socket(url.getHost(), url.getPort()).close();
      } catch (SocketException e) { // refused, or reset as the port was closed
        return;
      }
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("usage"))) {
      return files.filter(file -> file.toString().endsWith(".seg")).toList();
    }
  }

  private List<UsageTotal> usage(IssuedKey key) {
    try (Database database =
        Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 1)) {
      return new UsageTable(database, Integer::toString, Integer::toString)
          .totals(
              demo.organization().id(),
              key.key().id().toString(),
              0,
              System.currentTimeMillis() * 2);
    }
  }
}
