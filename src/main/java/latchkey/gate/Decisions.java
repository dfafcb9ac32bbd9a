package latchkey.gate;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// The last refusals of each organization, so that a decision id can be explained; and those of
/// strangers, in a ring of their own that crowds out nobody's.
public final class Decisions {
  private static final String STRANGERS = "";

  private final int kept;
  private final ConcurrentHashMap<String, Ring> rings = new ConcurrentHashMap<>();

  public Decisions(int kept) {
    this.kept = kept;
  }

  /// What was refused, and all that it was decided over. Holds no credential.
  ///
  /// @param limits how the limits stood then, if they are asked of a key that was shown
  record Refusal(Ask ask, Verdict verdict, @Nullable Take limits) {
    static Refusal of(Ask ask, Verdict verdict) {
      return new Refusal(ask.withoutCredential(), verdict, Explanation.limits(ask, verdict));
    }

    Explanation explain() {
      return Explanation.of(ask, verdict, limits);
    }
  }

  void add(Ask ask, Verdict verdict) {
    String owner =
        switch (verdict) {
          case Verdict.Granted granted -> granted.key().organization().id();
          case Verdict.Limited limited -> limited.key().organization().id();
          case Verdict.Denied(_, var key, _) -> key == null ? STRANGERS : key.organization().id();
        };
    Ring ring = rings.get(owner);
    if (ring == null) {
      ring = rings.computeIfAbsent(owner, _ -> new Ring(kept));
    }
    ring.add(Refusal.of(ask, verdict));
  }

  /// Explains a refusal that the organization may see, while it is kept.
  public Optional<Explanation> explain(String organization, String decisionId) {
    return refusal(organization, decisionId).map(Refusal::explain);
  }

  /// Explains a refusal of a stranger, which belongs to no organization.
  public Optional<Explanation> explainStranger(String decisionId) {
    return refusal(STRANGERS, decisionId).map(Refusal::explain);
  }

  private Optional<Refusal> refusal(String owner, String decisionId) {
    Ring ring = rings.get(owner);
    return ring == null ? Optional.empty() : DecisionId.parse(decisionId).flatMap(ring::find);
  }

  /// A bounded ring: the newest overwrites the oldest.
  private static final class Ring {
    private final AtomicReferenceArray<@Nullable Refusal> refusals;
    private final AtomicLong count = new AtomicLong();

    Ring(int size) {
      refusals = new AtomicReferenceArray<>(size);
    }

    void add(Refusal refusal) {
      refusals.set((int) (count.getAndIncrement() % refusals.length()), refusal);
    }

    Optional<Refusal> find(long decision) {
      for (int i = 0; i < refusals.length(); i++) {
        Refusal refusal = refusals.get(i);
        if (refusal != null && refusal.verdict().decision() == decision) {
          return Optional.of(refusal);
        }
      }
      return Optional.empty();
    }
  }
}
