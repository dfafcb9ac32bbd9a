package latchkey.doors.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import latchkey.usage.UsageQuery;
import latchkey.usage.UsageQuery.Group;

/// Usage as lines of a file that spreadsheets open.
final class UsageSheet {
  private UsageSheet() {}

  static String head(Set<Group> groups) {
    return line(groups, "time", "key", "agent", "action", "outcome", "count", "granted", "cost");
  }

  static String line(UsageQuery.Row row, Set<Group> groups, String time) {
    return line(
        groups,
        time,
        row.key().orElse(""),
        row.agent().orElse(""),
        row.action().orElse(""),
        row.outcome().orElse(""),
        Long.toString(row.count()),
        Long.toString(row.granted()),
        Long.toString(row.cost()));
  }

  /// Of what rows are told apart by, only that.
  private static String line(
      Set<Group> groups,
      String time,
      String key,
      String agent,
      String action,
      String outcome,
      String... sums) {
    List<String> cells = new ArrayList<>();
    cells.add(time);
    if (groups.contains(Group.KEY)) {
      cells.add(key);
    }
    if (groups.contains(Group.AGENT)) {
      cells.add(agent);
    }
    if (groups.contains(Group.ACTION)) {
      cells.add(action);
    }
    if (groups.contains(Group.OUTCOME)) {
      cells.add(outcome);
    }
    cells.addAll(List.of(sums));
    return Csv.line(cells.toArray(String[]::new));
  }
}
