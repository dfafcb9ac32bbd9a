package latchkey.http;

import java.util.concurrent.atomic.LongAdder;

/// What a server has done since it started, counted where it costs nothing and read by metrics.
public final class Traffic {
  private final LongAdder started = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder connectionsRefused = new LongAdder();
  private final LongAdder[] answeredByClass = {
    new LongAdder(),
    new LongAdder(),
    new LongAdder(),
    new LongAdder(),
    new LongAdder(),
    new LongAdder()
  };

  Traffic() {}

  void started() {
    started.increment();
  }

  void answered(int status) {
    answeredByClass[status / 100].increment();
  }

  /// The client went before its answer.
  void abandoned() {
    abandoned.increment();
  }

  void connectionRefused() {
    connectionsRefused.increment();
  }

  /// Answers of one status class, 2 to 5.
  public long answersOfClass(int statusClass) {
    return answeredByClass[statusClass].sum();
  }

  /// Requests whose client went before the answer.
  public long abandonedRequests() {
    return abandoned.sum();
  }

  /// Connections closed at once because there were too many.
  public long refusedConnections() {
    return connectionsRefused.sum();
  }

  public long inFlight() {
    long answered = abandoned.sum();
    for (LongAdder adder : answeredByClass) {
      answered += adder.sum();
    }
    return Math.max(0, started.sum() - answered);
  }
}
