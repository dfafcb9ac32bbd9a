package latchkey.gate;

import java.util.ArrayList;
import java.util.List;
import latchkey.crypto.Keyset;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;

/// A gate over a [TestRecord] with one decider, and what it counted.
final class TestGate {
  static final Gate.Bounds BOUNDS =
      new Gate.Bounds(1 << 20, /* strangerIds= */ 100, /* refusalsKept= */ 8, 1_000_000);

  final TestRecord record;
  final Keyset keyset;
  final Gate gate;
  final Decider decider;
  final List<Counted> counted = new ArrayList<>();

  record Counted(Ask ask, KeySnapshot key, int secretSlot, int outcome) {}

  TestGate() {
    this(new TestRecord(), Keyset.generate(TestRecord.RANDOM), BOUNDS);
  }

  TestGate(TestRecord record, Keyset keyset, Gate.Bounds bounds) {
    this.record = record;
    this.keyset = keyset;
    this.gate = new Gate(record, keyset, bounds, TestRecord.RANDOM);
    this.decider =
        gate.decider(
            (ask, key, slot, outcome) -> counted.add(new Counted(ask, key, slot, outcome)));
  }

  IssuedKey issue(KeyDraft draft) {
    return record.issue(draft, keyset);
  }

  /// Decides as a door does, going to the record for what is not in memory.
  Verdict decide(Ask ask) {
    return decide(gate, decider, ask);
  }

  static Verdict decide(Gate gate, Decider decider, Ask ask) {
    return switch (decider.decide(ask)) {
      case Verdict verdict -> verdict;
      case Decider.Cold cold -> decider.decide(ask, gate.find(cold));
    };
  }
}
