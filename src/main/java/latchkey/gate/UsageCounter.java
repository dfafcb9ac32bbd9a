package latchkey.gate;

import java.util.IdentityHashMap;
import latchkey.access.Address;
import latchkey.access.Query;
import latchkey.usage.ActionNames;
import latchkey.usage.Count;
import latchkey.usage.Tally;
import org.jspecify.annotations.Nullable;

/// Counts one thread's decisions in the usage journal, each under what was asked.
public final class UsageCounter implements Decider.Counter {
  /// A question that named no permission.
  static final String ANYTHING = "any";

  private static final int MOST_REMEMBERED = 2_000;

  private final Tally tally;
  private final ActionNames actions;
  private final int anything;

  /// The doors ask the same parsed query again and again.
  private final IdentityHashMap<Query, Integer> numbers = new IdentityHashMap<>();

  public UsageCounter(Tally tally, ActionNames actions) {
    this.tally = tally;
    this.actions = actions;
    this.anything = actions.number(ANYTHING);
  }

  @Override
  public void count(Ask ask, KeySnapshot key, int secretSlot, int outcome) {
    Address address = ask.address();
    boolean proven = outcome != Reason.WRONG_SECRET.number();
    tally.count(
        key.countedHigh(),
        key.countedLow(),
        action(ask.need()),
        outcome,
        proven ? secretSlot : Count.NO_SECRET,
        ask.cost(),
        address == null ? 0 : address.high(),
        address == null ? 0 : address.low(),
        ask.now());
  }

  private int action(@Nullable Query need) {
    if (need == null) {
      return anything;
    }
    Integer known = numbers.get(need);
    if (known == null) {
      known = actions.number(need.toString());
      if (numbers.size() >= MOST_REMEMBERED) {
        numbers.clear();
      }
      numbers.put(need, known);
    }
    return known;
  }
}
