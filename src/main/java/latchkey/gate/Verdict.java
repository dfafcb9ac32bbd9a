package latchkey.gate;

import java.util.List;
import latchkey.limits.Limit;
import latchkey.limits.Standing;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// The answer to one [Ask]. Doors switch over this with no `default`.
public sealed interface Verdict extends Decider.Answer {
  /// The decision's number, which [Decisions] resolves for as long as it keeps the refusal.
  long decision();

  /// Admitted.
  ///
  /// @param secretSlot which of the key's secrets was shown
  /// @param take how the limits were left, or null when they were not asked
  record Granted(KeySnapshot key, int secretSlot, @Nullable Take take, long decision)
      implements Verdict {
    public List<Standing> standings(long now) {
      return take == null ? List.of() : take.standings(now);
    }
  }

  /// Refused.
  ///
  /// @param key the key, if its holder proved to have it
  record Denied(Reason reason, @Nullable KeySnapshot key, long decision) implements Verdict {}

  /// Refused for now: a limit is used up.
  record Limited(KeySnapshot key, Limit limit, long retryAfterMillis, Take take, long decision)
      implements Verdict {
    public List<Standing> standings(long now) {
      return take.standings(now);
    }
  }
}
