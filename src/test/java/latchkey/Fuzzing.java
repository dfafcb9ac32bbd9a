package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import latchkey.OpenShots.Shot;
import latchkey.http.RawClient;
import latchkey.settings.Setting;

/// Sends a door thousands of wrong requests, each of which is answered and, if it is refused,
/// leaves nothing. `-Dfuzz.seconds=600` sends more of them, `-Dfuzz.seed=…` the same again.
abstract class Fuzzing {
  static final Duration SETTLING = Duration.ofSeconds(20);
  private static final int FRESH_EACH = 40;
  private static final int CONTINUE = 100;

  final long seed = Long.getLong("fuzz.seed", new Random().nextLong());
  final Path data = TestServer.newFolder();
  final Map<String, Schema> schemas = new HashMap<>();

  /// What leads somewhere, by the names of holes in paths.
  final Map<String, String> right = new HashMap<>();

  final Map<String, Integer> outcomes = new TreeMap<>();

  /// A server's, so that it is the requests that are wrong.
  Map<Setting<?>, String> settings() {
    return new HashMap<>(
        Map.of(
            Setting.DATA, data.toString(),
            Setting.MAX_JSON_BODY, "128KB",
            Setting.MAX_UPLOAD, "256KB",
            Setting.FAILED_CREDENTIALS_PER_MINUTE, "1000000"));
  }

  /// Waits until nothing goes on that an earlier shot has begun.
  void awaitQuiet(TestServer server) {}

  /// Anything that a request may change; none of it may by one that is refused.
  abstract List<String> state(TestServer server);

  /// Whether it would be the end of all the rest.
  boolean isSkipped(Shot shot) {
    return false;
  }

  /// Whether all of it was read.
  boolean isWhole(RawClient.Answer answer) {
    return true;
  }

  /// Holds an answer that has a body against the door's description.
  abstract void judgeBody(ApiFile file, Shot shot, RawClient.Answer answer, String told);

  /// @param least however slow the machine is
  /// @param fresh makes what shots may have taken away
  void fire(
      TestServer server, ApiFile file, OpenShots all, Duration time, int least, IntConsumer fresh) {
    long end = System.nanoTime() + time.toNanos();
    int port = URI.create(server.url()).getPort();
    RawClient connection = new RawClient(port);
    for (int i = 0; i < least || System.nanoTime() < end; i++) {
      if (i % FRESH_EACH == 0) {
        fresh.accept(i);
      }
      Shot shot = all.shot(new Random(seed + i));
      if (isSkipped(shot)) {
        continue;
      }
      boolean stays = false;
      try {
        stays = fire(server, connection, file, shot);
      } catch (AssertionError | UncheckedIOException e) {
        fail("seed %d, shot %d: %s".formatted(seed, i, shot), e);
      }
      if (!stays) {
        connection.close();
        connection = new RawClient(port);
      }
    }
    connection.close();
  }

  /// Says whether the connection may be used again.
  private boolean fire(TestServer server, RawClient connection, ApiFile file, Shot shot) {
    awaitQuiet(server);
    List<String> before = state(server);
    Optional<RawClient.Answer> answer = send(connection, shot);
    answer.ifPresent(a -> judge(file, shot, a));
    if (shot.framing().endless() || answer.isEmpty() || answer.get().status() >= 400) {
      assertThat(state(server)).isEqualTo(before);
    }
    outcomes.merge(answer.map(a -> "" + a.status()).orElse("none"), 1, Integer::sum);
    return answer.filter(a -> stays(a, shot) && isWhole(a)).isPresent();
  }

  private static boolean stays(RawClient.Answer answer, Shot shot) {
    return shot.framing().honest() && !answer.header("Connection").equals("close");
  }

  private static Optional<RawClient.Answer> send(RawClient client, Shot shot) {
    long sent = client.sendUntilRefused(shot.bytes(), 1);
    if (shot.framing() == OpenShots.Framing.ABORTED) {
      client.reset();
      return Optional.empty();
    }
    if (shot.framing().endless() && sent > 0) {
      var _ = client.endOutput();
    }
    Optional<RawClient.Answer> answer = answer(client, shot);
    return answer.isPresent() && answer.get().status() == CONTINUE ? answer(client, shot) : answer;
  }

  /// Only where the request may be no whole one, nobody need answer it.
  private static Optional<RawClient.Answer> answer(RawClient client, Shot shot) {
    boolean head = shot.method().equals("HEAD");
    if (shot.framing().endless() || shot.brokenHead()) {
      return client.maybeAnswer(!head);
    }
    return Optional.of(head ? client.answerToHead() : client.answer());
  }

  private void judge(ApiFile file, Shot shot, RawClient.Answer answer) {
    String told = answer.status() + " " + answer.body();
    assertThat(answer.status()).as(told).isLessThan(500);
    assertThat(answer.header("X-Request-Id")).as(told).isNotEmpty();
    if (answer.status() == 204 || answer.status() == 304 || shot.method().equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
    } else {
      judgeBody(file, shot, answer, told);
    }
  }

  /// In an order of their own: the engine's may be another each time.
  static List<String> counts(TestServer server, String sql) {
    return server
        .database()
        .read(h -> h.createQuery(sql).mapTo(String.class).list().stream().sorted().toList());
  }

  /// Nothing was written where a hostile name leads.
  void holdThatNoNameLedAway() {
    assertThat(Path.of("/tmp").resolve(OpenShots.MARK)).doesNotExist();
    assertThat(walk(data).filter(path -> path.contains(OpenShots.MARK))).isEmpty();
  }

  static Stream<String> walk(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
