package latchkey.usage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A sink that outlives the journals which fill it, and fails when told to.
final class MemorySink implements Sink {
  enum Mood {
    WELL,
    FAILS,
    /// As a connection that breaks while the server commits.
    APPLIES_AND_FAILS
  }

  record What(String keyId, long minute, int action, int outcome, int slot) {}

  record Sum(long count, long cost) {
    Sum plus(Sum other) {
      return new Sum(count + other.count, cost + other.cost);
    }
  }

  Mood mood = Mood.WELL;
  final Map<What, Sum> sums = new HashMap<>();
  final Map<String, Long> lastAt = new HashMap<>();
  final Map<Long, Long> applied = new HashMap<>();
  private final Set<Long> forgotten = new HashSet<>();

  @Override
  public void apply(List<Harvest> harvests) {
    if (mood == Mood.FAILS) {
      throw new IllegalStateException("the database is down");
    }
    for (Harvest harvest : harvests) {
      if (forgotten.contains(harvest.writer())) {
        throw new AssertionError("a forgotten writer came again");
      }
      if (applied.getOrDefault(harvest.writer(), -1L) < harvest.position()) {
        applied.put(harvest.writer(), harvest.position());
        harvest.counts().forEach(this::add);
      }
    }
    if (mood == Mood.APPLIES_AND_FAILS) {
      throw new IllegalStateException("the connection broke");
    }
  }

  private void add(Count c) {
    sums.merge(
        new What(c.keyId(), c.minute(), c.action(), c.outcome(), c.slot()),
        new Sum(c.count(), c.cost()),
        Sum::plus);
    lastAt.merge(c.keyId(), c.lastAt(), Math::max);
  }

  @Override
  public void forget(Set<Long> writers) {
    forgotten.addAll(writers);
    applied.keySet().removeAll(writers);
  }
}
