package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;

/// The training run asks a demo what a day asks, and leaves nothing behind.
final class TrainTest {
  /// A demo that answers everything alike and notes what it was asked.
  private static final class Listening implements Server {
    @Override
    public boolean verifyAudit(
        Settings settings, Optional<String> organization, Consumer<String> say) {
      throw new StartFailure("there is no database here");
    }

    @Override
    public int rotatePepper(Settings settings) {
      throw new StartFailure("there is no keyset here");
    }

    final Set<String> asked = ConcurrentHashMap.newKeySet();
    Path data = Path.of("");
    boolean stopped;

    @Override
    public Running serve(Settings settings) {
      throw new StartFailure("not asked for");
    }

    @Override
    public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
      try {
        data = Files.createDirectory(settings.get(Setting.DATA));
        var server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
            "/",
            exchange -> {
              var credential = exchange.getRequestHeaders().getFirst("Authorization");
              asked.add(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + credential);
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(
            readyFile.orElseThrow(),
            """
            {"url": "%s", "managementUrl": "%s", "managementKey": "m", "keys": [{"token": "t"}]}
            """
                .formatted(url, url));
        return () -> {
          server.stop(0);
          stopped = true;
        };
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void theTrainingAsksEveryDoorAndLeavesNothingBehind() {
    var server = new Listening();
    assertThat(
            new Cli(server, Map.of(), new Terminal(Map.of(), System.in, System.out, System.err))
                .run("train"))
        .isEqualTo(Cli.OK);
    assertThat(server.asked)
        .contains(
            "GET /auth?permission=contacts.read Bearer t",
            "POST /v1/keys/verify Bearer m",
            "GET /health/ready null",
            "GET /metrics null");
    assertThat(server.stopped).isTrue();
    assertThat(server.data.getParent()).isNotNull().doesNotExist();
  }
}
