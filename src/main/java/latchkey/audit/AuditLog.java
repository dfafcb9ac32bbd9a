package latchkey.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Appends to the chains.
///
/// The chain's head is locked until the transaction ends, so nobody else's entry can come
/// between or follow the same one. Whoever appends does so last in its transaction: rows that
/// are locked after the head can deadlock with those who lock them before it.
public final class AuditLog {
  /// The chain of what concerns no organization, such as a login that failed.
  public static final String INSTALLATION = "installation";

  private AuditLog() {}

  public static void append(Tx tx, String orgId, By by, Event event) {
    append(tx, orgId, by, List.of(event));
  }

  /// Appends what one transaction did to many things.
  public static void append(Tx tx, String orgId, By by, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    Head head = advance(tx.handle(), orgId, events.size());
    long seq = head.seq - events.size();
    Hash hash = head.hash;
    PreparedBatch rows = tx.handle().prepareBatch(INSERT);
    for (Event event : events) {
      Entry entry = new Entry(orgId, ++seq, tx.now(), by, event);
      hash = hash.next(entry);
      bind(rows, entry, hash);
    }
    rows.execute();
    tx.handle()
        .createUpdate("UPDATE audit_head SET hash = :hash WHERE org_id = :org")
        .bind("hash", hash.bytes())
        .bind("org", orgId)
        .execute();
  }

  private record Head(long seq, Hash hash) {}

  /// Takes the next numbers of the chain and the lock of its head; the hash is still the old one.
  private static Head advance(Handle handle, String orgId, int by) {
    return handle
        .createQuery(
            """
            INSERT INTO audit_head (org_id, seq, hash) VALUES (:org, :by, :none)
            ON CONFLICT (org_id) DO UPDATE SET seq = audit_head.seq + excluded.seq
            RETURNING seq, hash
            """)
        .bind("org", orgId)
        .bind("by", by)
        .bind("none", Hash.NONE.bytes())
        .map((row, _) -> new Head(row.getLong("seq"), Hash.of(row.getBytes("hash"))))
        .one();
  }

  private static final String INSERT =
      """
      INSERT INTO audit_entry (org_id, seq, at, %s, hash) VALUES (:org, :seq, :at, %s, :hash)
      """
          .formatted(
              String.join(", ", Entry.COLUMNS),
              Entry.COLUMNS.stream().map(":"::concat).collect(Collectors.joining(", ")));

  private static void bind(PreparedBatch rows, Entry entry, Hash hash) {
    rows.bind("org", entry.orgId()).bind("seq", entry.seq()).bind("at", entry.at());
    List<Optional<String>> texts = entry.texts();
    for (int i = 0; i < texts.size(); i++) {
      rows.bind(Entry.COLUMNS.get(i), texts.get(i).orElse(null));
    }
    rows.bind("hash", hash.bytes()).add();
  }
}
