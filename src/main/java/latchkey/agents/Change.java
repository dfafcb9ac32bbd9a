package latchkey.agents;

/// What became of a change to an agent.
public sealed interface Change {
  /// It is done, or was so already.
  record Done(Agent agent) implements Change {}

  /// There is no such agent, or it is another organization's.
  record Absent() implements Change {}

  /// It is not the version any more that the caller saw.
  record Stale(long version) implements Change {}

  /// An archived agent is to be restored before anything else.
  record Archived() implements Change {}
}
