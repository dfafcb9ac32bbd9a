package latchkey.audit;

import java.time.Duration;
import java.util.List;
import latchkey.audit.Seal.Kind;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// Signs how far each chain is, so that nobody without the keyset can make it another one, or a
/// shorter one.
public final class Checkpoints {
  /// A chain that grew by so many entries is due at once, any other that grew after an hour.
  static final int ENTRIES = 1_000;

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Database database;
  private final Signer signer;

  public Checkpoints(Database database, Signer signer) {
    this.database = database;
    this.signer = signer;
  }

  /// Signs the chains that are due at `now`; says how many.
  public int sign(long now) {
    List<String> due = database.read(handle -> due(handle, now));
    due.forEach(orgId -> database.write(tx -> sign(tx, orgId)));
    return due.size();
  }

  /// Heads that went back are nothing to sign: [Verifier] says what is wrong with them.
  private static List<String> due(Handle handle, long now) {
    return handle
        .createQuery(
            """
            SELECT org_id FROM audit_head
            WHERE seq > signed_seq AND (seq >= signed_seq + :entries OR signed_at <= :hourAgo)
            """)
        .bind("entries", ENTRIES)
        .bind("hourAgo", now - HOUR)
        .mapTo(String.class)
        .list();
  }

  private boolean sign(Tx tx, String orgId) {
    Seal seal =
        tx.handle()
            .createQuery(
                """
                UPDATE audit_head SET signed_seq = seq, signed_at = :now WHERE org_id = :org
                RETURNING seq, hash
                """)
            .bind("now", tx.now())
            .bind("org", orgId)
            .map(
                (row, _) ->
                    Seal.sign(
                        signer,
                        Kind.CHECKPOINT,
                        orgId,
                        row.getLong("seq"),
                        Hash.of(row.getBytes("hash")),
                        tx.now()))
            .one();
    SealTable.insertCheckpoint(tx.handle(), seal);
    return true;
  }
}
