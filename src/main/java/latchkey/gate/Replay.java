package latchkey.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.access.Address;
import latchkey.access.InvalidQueryException;
import latchkey.access.Query;
import latchkey.keys.Credential;
import latchkey.limits.Take;
import latchkey.usage.ActionNames;
import latchkey.usage.Place;
import latchkey.usage.Sighting;
import org.jspecify.annotations.Nullable;

/// Which of the calls that a key was granted would have been refused under other terms. Judged by
/// the same checks as every request, but for the limits, which are about when calls come together.
///
/// @param calls how many were granted
/// @param refused those of them that would have been refused, the latest first
/// @param unknown how many can't be told, for it was not kept what was asked or from where
public record Replay(long calls, List<Refused> refused, long unknown) {
  /// What the terms of a key decide.
  private static final Set<Check> OF_TERMS =
      Collections.unmodifiableSet(
          EnumSet.of(Check.BEGUN, Check.NOT_ENDED, Check.ADDRESS, Check.PERMISSION));

  /// Calls that would have been refused.
  ///
  /// @param checks the ones that fail
  public record Refused(Place place, String action, long calls, long lastAt, List<Check> checks) {
    public Refused {
      checks = List.copyOf(checks);
    }
  }

  public Replay {
    refused = List.copyOf(refused);
  }

  /// Judges what was granted anew.
  ///
  /// @param changed the key under its new terms
  public static Replay of(KeySnapshot changed, List<Sighting> seen) {
    List<Refused> refused = new ArrayList<>();
    long calls = 0;
    long unknown = 0;
    for (Sighting sighting : seen) {
      calls += sighting.granted();
      Optional<Set<Check>> failed = sighting.granted() == 0 ? NONE : failed(changed, sighting);
      if (failed.isEmpty()) {
        unknown += sighting.granted();
      } else if (!failed.get().isEmpty()) {
        refused.add(
            new Refused(
                sighting.place(),
                sighting.action(),
                sighting.granted(),
                sighting.lastAt(),
                List.copyOf(failed.get())));
      }
    }
    refused.sort(Comparator.comparingLong(Refused::lastAt).reversed());
    return new Replay(calls, refused, unknown);
  }

  private static final Optional<Set<Check>> NONE = Optional.of(Set.of());

  /// Which checks fail, if it is known what was asked and from where.
  private static Optional<Set<Check>> failed(KeySnapshot key, Sighting seen) {
    return switch (seen.place()) {
      case Place.One(var address) -> failed(key, seen, address);
      case Place.Unknown _ -> failed(key, seen, null);
      case Place.Network(var range) ->
          failed(key, seen, range.network())
              .map(
                  failed -> {
                    // Allowed if all of it is, for nobody knows which addresses they were.
                    if (!key.addresses().allowsAll(range)) {
                      failed.add(Check.ADDRESS);
                    }
                    return failed;
                  });
      case Place.Various _ -> Optional.empty();
    };
  }

  private static Optional<Set<Check>> failed(
      KeySnapshot key, Sighting seen, @Nullable Address address) {
    if (seen.action().equals(ActionNames.OTHER_NAME)) {
      return Optional.empty();
    }
    try {
      Query need = seen.action().equals(UsageCounter.ANYTHING) ? null : Query.parse(seen.action());
      Failed failed = new Failed();
      Ask ask =
          new Ask(
              Credential.GONE, need, null, null, address, 0, /* limited= */ false, seen.lastAt());
      var _ = Decision.judge(key, 0, ask, failed, 0);
      failed.checks.retainAll(OF_TERMS);
      return Optional.of(failed.checks);
    } catch (InvalidQueryException e) {
      return Optional.empty(); // counted by a newer program
    }
  }

  /// Notes what fails, and lets every check go on.
  private static final class Failed implements Decision.Inspector {
    private final Set<Check> checks = EnumSet.noneOf(Check.class);

    @Override
    public boolean refuses(Check check, boolean passed) {
      if (!passed) {
        checks.add(check);
      }
      return false;
    }

    @Override
    public Take take(KeySnapshot key, Ask ask) {
      throw new IllegalStateException("limits are not asked");
    }
  }
}
