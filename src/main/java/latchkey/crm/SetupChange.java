package latchkey.crm;

import java.util.List;

/// What became of a change of an agent's CRM settings. What cannot be is an
/// [IllegalArgumentException] that says why.
public sealed interface SetupChange {
  /// It is done, or was so already.
  record Changed(Setup setup) implements SetupChange {}

  /// There is no such custom field.
  record Absent() implements SetupChange {}

  /// It is not the version any more that the caller saw.
  record Stale(long version) implements SetupChange {}

  /// Contacts have the same value of a field that is to be unique.
  ///
  /// @param contactIds a few that have what another one has
  record Shared(List<String> contactIds) implements SetupChange {}
}
