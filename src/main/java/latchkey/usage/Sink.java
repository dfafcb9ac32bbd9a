package latchkey.usage;

import java.util.List;
import java.util.Set;

/// Where drained counts go.
public interface Sink {
  /// Adds the counts of every part that was not applied before, and remembers those parts as
  /// applied: all in one transaction.
  ///
  /// @throws RuntimeException when it failed, or may have: the same parts will be offered again
  void apply(List<Harvest> harvests);

  /// These writers will never be heard of again: what was remembered of them may go.
  void forget(Set<Long> writers);
}
