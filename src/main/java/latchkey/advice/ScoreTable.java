package latchkey.advice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import latchkey.advice.Finding.Kind;
import org.jdbi.v3.core.Handle;

/// The rows of scores.
final class ScoreTable {
  private ScoreTable() {}

  static void write(Handle handle, String org, Score score) {
    int _ =
        handle
            .createUpdate(
                """
                INSERT INTO advice_score (org_id, day, at, points, key_count, findings)
                VALUES (:org, :day, :at, :points, :keys, :findings)
                ON CONFLICT (org_id, day) DO UPDATE SET
                  at = excluded.at, points = excluded.points, key_count = excluded.key_count,
                  findings = excluded.findings
                """)
            .bind("org", org)
            .bind("day", score.day())
            .bind("at", score.at())
            .bind("points", score.points())
            .bind("keys", score.keys())
            .bind("findings", text(score.findings()))
            .execute();
  }

  /// The oldest first.
  static List<Score> since(Handle handle, String org, long day) {
    return handle
        .createQuery("SELECT * FROM advice_score WHERE org_id = :org AND day >= :day ORDER BY day")
        .bind("org", org)
        .bind("day", day)
        .map((row, _) -> score(row))
        .list();
  }

  static void forget(Handle handle, String org, long before) {
    int _ =
        handle
            .createUpdate("DELETE FROM advice_score WHERE org_id = :org AND day < :before")
            .bind("org", org)
            .bind("before", before)
            .execute();
  }

  private static Score score(ResultSet row) throws SQLException {
    return new Score(
        row.getLong("day"),
        row.getLong("at"),
        row.getInt("points"),
        row.getInt("key_count"),
        findings(row.getString("findings")));
  }

  private static String text(Map<Kind, Integer> findings) {
    return findings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static Map<Kind, Integer> findings(String text) {
    Map<Kind, Integer> findings = new EnumMap<>(Kind.class);
    for (String entry : text.isEmpty() ? List.<String>of() : List.of(text.split(" ", -1))) {
      String name = entry.substring(0, entry.indexOf('='));
      int count = Integer.parseInt(entry.substring(name.length() + 1));
      kind(name).ifPresent(kind -> findings.put(kind, count));
    }
    return findings;
  }

  /// A kind that a newer program has written is passed over.
  private static Optional<Kind> kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
