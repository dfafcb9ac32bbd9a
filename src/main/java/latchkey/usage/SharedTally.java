package latchkey.usage;

/// The writer of everybody who has no [Tally] of their own; counting takes a lock.
public final class SharedTally {
  private final Object lock = new Object();
  private final Tally tally;

  SharedTally(UsageJournal journal) {
    this.tally =
        journal.tally(
            task -> {
              synchronized (lock) {
                task.run();
              }
            });
  }

  /// See [Tally#count].
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
    synchronized (lock) {
      tally.count(idHigh, idLow, action, outcome, slot, cost, addressHigh, addressLow, now);
    }
  }
}
