package latchkey.usage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The writer of one thread: an event loop has one of its own, so that counting needs no lock.
///
/// Only the owning thread touches the active segment. The journal hands it fresh ones through
/// `spares` and takes what it has left through `sealed`; both keep the order of the sequence
/// numbers.
public final class Tally {
  private final UsageJournal journal;
  final Executor owner;
  final long writer;
  final Queue<Segment> spares = new ConcurrentLinkedQueue<>();
  final Queue<Segment> sealed = new ConcurrentLinkedQueue<>();

  /// Guarded by `spares`.
  private long lastSequence;

  private @Nullable Segment active;

  /// Whether counts are told apart by where they came from.
  private boolean telling = true;

  private boolean retired;

  Tally(UsageJournal journal, Executor owner, long writer) {
    this.journal = journal;
    this.owner = owner;
    this.writer = writer;
  }

  /// Counts one decided request; on the owning thread only. When this returns, the count stays,
  /// whatever happens to the process.
  ///
  /// @param action a number below 65,536 that keeps its meaning over restarts
  /// @param outcome a number below 256 that keeps its meaning over restarts
  /// @param slot which secret was proven, or [Count#NO_SECRET], of which no address is kept:
  /// strangers have as many as they like
  public void count(
      long idHigh,
      long idLow,
      int action,
      int outcome,
      int slot,
      long cost,
      long addressHigh,
      long addressLow,
      long now) {
    if ((action >>> 16 | outcome >>> 8) != 0) {
      throw new IllegalArgumentException(
          "action %d or outcome %d is out of range".formatted(action, outcome));
    }
    long what = Segment.what(now, action, outcome, slot);
    boolean told = telling && slot != Count.NO_SECRET;
    long high = told ? addressHigh : Count.UNTOLD;
    long low = told ? addressLow : Count.UNTOLD;
    Segment segment = active;
    if (segment == null || !segment.add(idHigh, idLow, what, cost, now, high, low)) {
      Segment fresh = moveOn();
      if (fresh == null) {
        journal.notCounted();
      } else {
        fresh.add(idHigh, idLow, what, cost, now, high, low);
      }
    }
  }

  /// Run by the journal: a segment without counts, to go on in later.
  void offer(Segment segment) {
    synchronized (spares) {
      segment.renew(++lastSequence);
      spares.add(segment);
    }
  }

  /// Run by the owner: what was counted so far becomes the drainer's, if there is a spare segment
  /// to go on in.
  void rotate() {
    if (active != null && !active.isEmpty()) {
      moveOn();
    }
  }

  /// Run by the owner: nothing is counted from here on.
  void retire() {
    retired = true;
    seal();
  }

  private @Nullable Segment moveOn() {
    Segment spare = retired ? null : spares.poll();
    if (spare != null) {
      seal();
      active = spare;
      telling = !journal.saves();
      journal.spareTaken(this); // at once: the drainer may be busy for long
    }
    return spare;
  }

  private void seal() {
    if (active != null) {
      sealed.add(active);
      active = null;
    }
  }
}
