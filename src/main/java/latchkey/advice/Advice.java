package latchkey.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.access.Catalog;
import latchkey.advice.Finding.Kind;
import latchkey.advice.Finding.Remedy;
import latchkey.advice.Finding.Remedy.Change;
import latchkey.keys.Key;

/// What should be changed about one key: a pure function of the key and what it did.
///
/// It says nothing of a key that has ended, and of a young one nothing that only time can show.
public final class Advice {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /// Until then a key may not have done yet what it is for.
  private static final long GROWN = 14 * DAY;

  private static final long OLD = 180 * DAY;
  private static final long LONG_QUIET = 90 * DAY;
  private static final long SOON = 14 * DAY;
  private static final long LATELY = 7 * DAY;
  private static final long YEAR = 365 * DAY;
  private static final int FEW_NETWORKS = 2;
  private static final int ENOUGH_CALLS = 20;
  private static final int MUCH_REFUSED = 20;

  private Advice() {}

  public static List<Finding> of(Key key, Habits habits, long now) {
    if (key.stateAt(now) != Key.State.ACTIVE) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    long age = now - key.created().at();
    idle(habits, age, now).ifPresent(findings::add);
    if (habits.creatorLeft()) {
      findings.add(Finding.of(Kind.CREATOR_LEFT, new Remedy.Rotate()));
    }
    permissions(habits, age).ifPresent(findings::add);
    addresses(key, habits, age).ifPresent(findings::add);
    expiry(key, habits, now).ifPresent(findings::add);
    failing(habits).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static Optional<Finding> idle(Habits habits, long age, long now) {
    if (habits.lastUse().isEmpty()) {
      return age < GROWN
          ? Optional.empty()
          : Optional.of(Finding.of(Kind.NEVER_USED, new Remedy.Revoke()));
    }
    return now - habits.lastUse().getAsLong() < LONG_QUIET
        ? Optional.empty()
        : Optional.of(Finding.of(Kind.QUIET, new Remedy.Revoke()));
  }

  /// What was not used may go, but only if all that was used is known.
  private static Optional<Finding> permissions(Habits habits, long age) {
    if (age >= GROWN
        && habits.complete()
        && !habits.used().isEmpty()
        && !habits.unused().isEmpty()) {
      Change change = new Change(Optional.of(habits.used()), Optional.empty(), Optional.empty());
      return Optional.of(new Finding(Kind.NARROW, habits.unused(), change));
    }
    boolean wide =
        3 * (habits.used().size() + habits.unused().size())
            >= 2 * Catalog.BUILT_IN.permissions().size();
    return age >= OLD && wide
        ? Optional.of(Finding.of(Kind.WIDE, new Remedy.Look()))
        : Optional.empty();
  }

  private static Optional<Finding> addresses(Key key, Habits habits, long age) {
    boolean settled =
        age >= GROWN
            && key.terms().addresses().isAny()
            && habits.placeless() == 0
            && habits.granted() >= ENOUGH_CALLS
            && !habits.networks().isEmpty()
            && habits.networks().size() <= FEW_NETWORKS;
    return settled
        ? Optional.of(
            new Finding(
                Kind.RESTRICT,
                habits.networks(),
                new Change(Optional.empty(), Optional.of(habits.networks()), Optional.empty())))
        : Optional.empty();
  }

  private static Optional<Finding> expiry(Key key, Habits habits, long now) {
    if (!key.terms().validity().ends()) {
      Change inAYear = new Change(Optional.empty(), Optional.empty(), Optional.of(now + YEAR));
      return Optional.of(Finding.of(Kind.NO_EXPIRY, inAYear));
    }
    boolean inUse = habits.lastUse().isPresent() && now - habits.lastUse().getAsLong() < LATELY;
    return inUse && key.terms().validity().notAfter() - now < SOON
        ? Optional.of(Finding.of(Kind.EXPIRING, new Remedy.Look()))
        : Optional.empty();
  }

  private static Optional<Finding> failing(Habits habits) {
    return habits.refused() >= MUCH_REFUSED && habits.refused() > habits.granted() / 4
        ? Optional.of(Finding.of(Kind.FAILING, new Remedy.Look()))
        : Optional.empty();
  }

  /// What is left of a key's 100 points.
  public static int points(List<Finding> findings) {
    int lost = findings.stream().mapToInt(finding -> finding.kind().weight()).sum();
    return Math.max(0, 100 - lost);
  }
}
