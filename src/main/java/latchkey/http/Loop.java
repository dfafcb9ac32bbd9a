package latchkey.http;

import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop of a server: its connections, its routes, and what they share without a lock.
///
/// Time-outs cost a request nothing: connections note the loop's clock, which stands still
/// between two sweeps, and each sweep asks every connection whether its time is up.
final class Loop {
  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(1);
  private static final Duration SHORTEST_SWEEP = Duration.ofMillis(20);
  private static final SecureRandom RANDOM = new SecureRandom();

  final EventLoop eventLoop;
  final WebSettings settings;
  final Routes routes;
  final Traffic traffic;
  final HeadParser parser;
  final byte[] headScratch;
  final HeadWriter writer = new HeadWriter();

  private final String idPrefix = Long.toString(RANDOM.nextLong(1L << 50), 36) + "-";
  private long requests;
  private final List<Watched> connections = new ArrayList<>();
  private long now = System.nanoTime();
  private byte[] always;
  private boolean stopping;
  private @Nullable ScheduledFuture<?> sweeping;

  Loop(EventLoop eventLoop, WebSettings settings, Routes routes, Traffic traffic) {
    this.eventLoop = eventLoop;
    this.settings = settings;
    this.routes = routes;
    this.traffic = traffic;
    this.parser = new HeadParser(settings.maxHeaders());
    this.headScratch = new byte[settings.maxHeadBytes()];
    this.always = encodedAlways();
  }

  void startSweeping() {
    long shortest =
        Math.min(
            settings.idleTimeout().toMillis(),
            Math.min(settings.headTimeout().toMillis(), settings.bodyTimeout().toMillis()));
    long period = Math.clamp(shortest / 4, SHORTEST_SWEEP.toMillis(), LONGEST_SWEEP.toMillis());
    sweeping = eventLoop.scheduleAtFixedRate(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  void stopSweeping() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }

  /// The time of the last sweep, in [System#nanoTime()]'s terms.
  long now() {
    return now;
  }

  /// What every answer begins with: the `Date` header, of this second or the one before, and the
  /// demand to come by https.
  byte[] always() {
    return always;
  }

  boolean stopping() {
    return stopping;
  }

  /// With its number after it, a request's name among all loops of all processes.
  String requestIdPrefix() {
    return idPrefix;
  }

  long nextRequestNumber() {
    return ++requests;
  }

  void add(Watched connection) {
    connection.place(connections.size());
    connections.add(connection);
  }

  void remove(Watched connection, int place) {
    Watched last = connections.removeLast();
    if (last != connection) {
      connections.set(place, last);
      last.place(place);
    }
  }

  /// Ends the connections that rest, and the others after their answer.
  void stop() {
    stopping = true;
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).stop();
    }
  }

  void closeAll() {
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).closeNow();
    }
  }

  private void sweep() {
    now = System.nanoTime();
    always = encodedAlways();
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).checkTime(now);
    }
  }

  private byte[] encodedAlways() {
    String date = "Date: " + HttpDate.text(System.currentTimeMillis() / 1000) + "\r\n";
    String httpsOnly =
        settings
            .httpsOnly()
            .map(time -> "Strict-Transport-Security: max-age=" + time.toSeconds() + "\r\n")
            .orElse("");
    return (date + httpsOnly).getBytes(StandardCharsets.US_ASCII);
  }
}
