package latchkey.gate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

  /// A refusal that the organization may see, while it is kept.
  public Optional<Refusal> find(String organization, String decisionId) {
    return organization.equals(STRANGERS) ? Optional.empty() : refusal(organization, decisionId);
  }

  /// The last refusals of holders of one of the organization's keys that are kept, the newest
  /// first.
  public List<Refusal> ofKey(String organization, String keyId, int most) {
    Ring ring = organization.equals(STRANGERS) ? null : rings.get(organization);
    return ring == null
        ? List.of()
        : ring.newest().filter(refusal -> refusal.isOf(keyId)).limit(most).toList();
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

    Stream<Refusal> newest() {
      long end = count.get();
      long begin = Math.max(0, end - refusals.length());
      return LongStream.iterate(end - 1, i -> i >= begin, i -> i - 1)
          .mapToObj(i -> Optional.ofNullable(refusals.get((int) (i % refusals.length()))))
          .flatMap(Optional::stream);
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
