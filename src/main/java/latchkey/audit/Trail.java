package latchkey.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Checks a chain link by link.
final class Trail {
  private static final int PAGE = 500;

  private Trail() {}

  /// An entry as it is stored, whatever that is, and the hash that is stored for it.
  record Row(String orgId, long seq, long at, List<Optional<String>> texts, Hash hash) {
    Row {
      texts = List.copyOf(texts);
    }

    /// Whether it follows an entry with the hash `previous`.
    boolean follows(Hash previous) {
      return previous.next(orgId, seq, at, texts).equals(hash);
    }
  }

  /// The chain's entries after `seq`, a page of them.
  static List<Row> after(Handle handle, String orgId, long seq) {
    return handle
        .createQuery(
            """
            SELECT * FROM audit_entry WHERE org_id = :org AND seq > :seq ORDER BY seq LIMIT :most
            """)
        .bind("org", orgId)
        .bind("seq", seq)
        .bind("most", PAGE)
        .map((row, _) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    List<Optional<String>> texts = new ArrayList<>(Entry.COLUMNS.size());
    for (String column : Entry.COLUMNS) {
      texts.add(Optional.ofNullable(row.getString(column)));
    }
    return new Row(
        row.getString("org_id"),
        row.getLong("seq"),
        row.getLong("at"),
        texts,
        Hash.of(row.getBytes("hash")));
  }
}
