package latchkey.usage;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which counts somebody wants to see, and added up how.
///
/// @param resolution which rows are read, and how fine the times are
/// @param overTime whether each time has rows of its own
/// @param from the first bucket of the resolution
/// @param to the first bucket that is too late
public record UsageQuery(
    String orgId,
    Scope scope,
    Set<Group> groups,
    Resolution resolution,
    boolean overTime,
    long from,
    long to,
    Optional<String> action,
    Optional<String> outcome) {

  /// Whose counts.
  public sealed interface Scope {}

  public record WholeOrganization() implements Scope {}

  public record OfAgent(String id) implements Scope {}

  public record OfKey(String id) implements Scope {}

  /// What counts are told apart by.
  public enum Group {
    KEY,
    AGENT,
    ACTION,
    OUTCOME
  }

  public UsageQuery {
    groups = Set.copyOf(groups);
  }

  /// The same of one bucket only.
  public UsageQuery at(long bucket) {
    return new UsageQuery(
        orgId, scope, groups, resolution, overTime, bucket, bucket + 1, action, outcome);
  }

  /// Whether the rows of the keys are needed; those of the agents and the organization are fewer.
  boolean ofKeys() {
    return scope instanceof OfKey || groups.contains(Group.KEY);
  }

  /// One sum. What it is not told apart by is absent.
  ///
  /// @param time a bucket of the resolution
  /// @param granted how many of those that it counts got what they asked for
  public record Row(
      Optional<Long> time,
      Optional<String> key,
      Optional<String> agent,
      Optional<String> action,
      Optional<String> outcome,
      long count,
      long granted,
      long cost) {}

  /// The sums.
  ///
  /// @param more whether there are more rows than were asked for
  public record Answer(List<Row> rows, boolean more) {
    public Answer {
      rows = List.copyOf(rows);
    }
  }
}
