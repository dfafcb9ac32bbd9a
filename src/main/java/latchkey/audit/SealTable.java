package latchkey.audit;

import java.util.List;
import java.util.Optional;
import latchkey.audit.Seal.Kind;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// The rows of signed statements.
final class SealTable {
  private SealTable() {}

  static void insertCheckpoint(Handle handle, Seal seal) {
    var _ =
        bind(
                handle.createUpdate(
                    """
                    INSERT INTO audit_checkpoint (org_id, seq, hash, at, key_version, signature)
                    VALUES (:org, :seq, :hash, :at, :version, :signature)
                    ON CONFLICT (org_id, seq) DO NOTHING
                    """),
                seal)
            .execute();
  }

  static void putBase(Handle handle, Seal seal) {
    var _ =
        bind(
                handle.createUpdate(
                    """
                    INSERT INTO audit_base (org_id, seq, hash, at, key_version, signature)
                    VALUES (:org, :seq, :hash, :at, :version, :signature)
                    ON CONFLICT (org_id) DO UPDATE
                    SET seq = excluded.seq, hash = excluded.hash, at = excluded.at,
                        key_version = excluded.key_version, signature = excluded.signature
                    """),
                seal)
            .execute();
  }

  private static Update bind(Update update, Seal seal) {
    return update
        .bind("org", seal.orgId())
        .bind("seq", seal.seq())
        .bind("hash", seal.hash().bytes())
        .bind("at", seal.at())
        .bind("version", seal.keyVersion())
        .bind("signature", seal.signature());
  }

  static Optional<Seal> base(Handle handle, String orgId) {
    return handle
        .createQuery("SELECT * FROM audit_base WHERE org_id = :org")
        .bind("org", orgId)
        .map((row, _) -> Seal.of(Kind.BASE, row))
        .findOne();
  }

  static Optional<Seal> lastCheckpoint(Handle handle, String orgId) {
    return handle
        .createQuery("SELECT * FROM audit_checkpoint WHERE org_id = :org ORDER BY seq DESC LIMIT 1")
        .bind("org", orgId)
        .map((row, _) -> Seal.of(Kind.CHECKPOINT, row))
        .findOne();
  }

  /// The checkpoints of the entries after `seq` until `last`.
  static List<Seal> checkpoints(Handle handle, String orgId, long seq, long last) {
    return handle
        .createQuery(
            """
            SELECT * FROM audit_checkpoint WHERE org_id = :org AND seq > :seq AND seq <= :last
            """)
        .bind("org", orgId)
        .bind("seq", seq)
        .bind("last", last)
        .map((row, _) -> Seal.of(Kind.CHECKPOINT, row))
        .list();
  }
}
