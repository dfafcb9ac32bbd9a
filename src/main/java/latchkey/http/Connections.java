package latchkey.http;

import java.time.Duration;

/// How many connections a server has, and whether there may be one more.
final class Connections {
  private final int most;
  private int open;

  Connections(int most) {
    this.most = most;
  }

  synchronized boolean enter() {
    if (open == most) {
      return false;
    }
    open++;
    return true;
  }

  synchronized void leave() {
    open--;
    notifyAll();
  }

  synchronized int open() {
    return open;
  }

  /// Waits until there is none; false if there still is one when the time is over.
  synchronized boolean awaitNone(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (open > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        wait(1 + left / 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
