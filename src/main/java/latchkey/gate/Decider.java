package latchkey.gate;

import java.util.concurrent.atomic.AtomicLongArray;
import latchkey.access.Address;
import latchkey.crypto.Keyset;
import latchkey.gate.Verdict.Denied;
import latchkey.gate.Verdict.Granted;
import latchkey.gate.Verdict.Limited;
import latchkey.keys.Credential;
import latchkey.keys.KeyReader;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import org.jspecify.annotations.Nullable;

/// Decides for one thread. It looks the key up in memory, proves the secret, lets [Decision]
/// judge, and counts the outcome before it answers.
public final class Decider {
  private static final int OUTCOMES = Reason.values().length + 1;

  /// Counts one decided request of a key.
  public interface Counter {
    void count(Ask ask, KeySnapshot key, int secretSlot, int outcome);
  }

  /// What a decider answers: a verdict, or that it must be asked again with what the record has.
  public sealed interface Answer permits Verdict, Cold {}

  /// What is asked for is not in memory: [Gate#find] brings it there, off the event loop.
  public sealed interface Cold extends Answer {}

  public record ColdKey(PublicId id) implements Cold {}

  /// A text without a key's form, which may be an imported key.
  record ColdText(KeyReader.Fingerprint text, Credential credential) implements Cold {}

  private final Gate gate;
  private final Keyset keyset;
  private final DecisionId decisions;
  private final Counter counter;
  private final KeyReader reader = new KeyReader();

  /// Decisions by outcome. One writer: the setting is as good as an addition.
  private final AtomicLongArray decided = new AtomicLongArray(OUTCOMES);

  Decider(Gate gate, Keyset keyset, DecisionId decisions, Counter counter) {
    this.gate = gate;
    this.keyset = keyset;
    this.decisions = decisions;
    this.counter = counter;
  }

  /// Decides over what is in memory; never waits.
  public Answer decide(Ask ask) {
    if (!reader.read(ask.credential())) {
      return decideForeign(ask);
    }
    PublicId id = reader.id();
    Found found = gate.keys().inMemory(id);
    if (found != null) {
      return decideFound(ask, found);
    }
    // A flood of guesses is not worth a query each.
    return isFlooding(ask.address(), ask.now())
        ? refuseStranger(Reason.TOO_MANY_FAILURES, ask)
        : new ColdKey(id);
  }

  private Answer decideForeign(Ask ask) {
    if (!isForeign(ask)) {
      return refuseStranger(Reason.MALFORMED, ask);
    }
    KeyReader.Fingerprint text = reader.fingerprint(keyset);
    ForeignKeys.Known known = gate.foreign().inMemory(text);
    if (known != null) {
      PublicId id = known.id();
      Found found = id == null ? Found.None.INSTANCE : gate.keys().inMemory(id);
      if (found != null) {
        return decideFound(ask, found);
      }
    }
    return isFlooding(ask.address(), ask.now())
        ? refuseStranger(Reason.TOO_MANY_FAILURES, ask)
        : new ColdText(text, ask.credential());
  }

  private boolean isForeign(Ask ask) {
    return gate.foreign().any() && reader.readForeign(ask.credential());
  }

  /// Decides over what [Gate#find] has found for the same question.
  public Verdict decide(Ask ask, Found found) {
    return reader.read(ask.credential()) || isForeign(ask)
        ? decideFound(ask, found)
        : refuseStranger(Reason.MALFORMED, ask);
  }

  private Verdict decideFound(Ask ask, Found found) {
    return switch (found) {
      case Found.None _ -> refuseStranger(Reason.UNKNOWN_KEY, ask);
      case KeySnapshot key -> decideKnown(ask, key);
    };
  }

  private Verdict decideKnown(Ask ask, KeySnapshot key) {
    if (ask.organization() != null && !ask.organization().equals(key.organization().id())) {
      return refuseStranger(Reason.UNKNOWN_KEY, ask); // another's key is like none
    }
    SecretDigest match = reader.match(key.secrets(), keyset, ask.now());
    if (match == null) {
      counter.count(ask, key, 0, Reason.WRONG_SECRET.number());
      return refuseStranger(Reason.WRONG_SECRET, ask);
    }
    if (match.pepperVersion() != keyset.currentPepper()) {
      gate.rehash(key, match, () -> reader.digest(keyset, match.slot()));
    }
    Verdict verdict = Decision.judge(key, match.slot(), ask, Decision.DECIDING, decisions.next());
    int outcome = outcome(verdict);
    counter.count(ask, key, match.slot(), outcome);
    tick(outcome);
    if (!(verdict instanceof Granted)) {
      gate.decisions().add(ask, verdict);
    }
    return verdict;
  }

  /// The same text for all of them; which it was is only for the ring and the metrics.
  private Verdict refuseStranger(Reason reason, Ask ask) {
    boolean flooding = false;
    Address address = ask.address();
    if (address != null) {
      flooding = isFlooding(address, ask.now());
      if (!flooding) {
        var _ = gate.failures().record(address.holder(), ask.now());
      }
    }
    Reason told = flooding ? Reason.TOO_MANY_FAILURES : reason;
    Verdict verdict = new Denied(told, null, decisions.next());
    tick(told.number());
    gate.decisions().add(ask, verdict);
    return verdict;
  }

  private boolean isFlooding(@Nullable Address address, long now) {
    return address != null && gate.failures().flooded(address.holder(), now);
  }

  private void tick(int outcome) {
    decided.setRelease(outcome, decided.getPlain(outcome) + 1);
  }

  long decided(int outcome) {
    return decided.getAcquire(outcome);
  }

  private static int outcome(Verdict verdict) {
    return switch (verdict) {
      case Granted _ -> Reason.GRANTED;
      case Limited _ -> Reason.RATE_LIMITED.number();
      case Denied denied -> denied.reason().number();
    };
  }
}
