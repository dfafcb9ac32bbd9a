package latchkey.audit;

import java.time.Duration;
import java.util.List;
import latchkey.audit.Event.Action;
import latchkey.audit.Seal.Kind;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away entries that are too old, from the beginning of their chain and a few in a
/// transaction, so that nobody who writes waits long.
///
/// Each transaction leaves a signed statement of where the chain begins now. A chain that is
/// broken there is left as it is, for nobody shall hide a change behind its age.
public final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
  private static final By BY = By.system("retention");

  private final Database database;
  private final Signer signer;
  private final Duration kept;

  public AuditRetention(Database database, Signer signer, Duration kept) {
    this.database = database;
    this.signer = signer;
    this.kept = kept;
  }

  /// Takes away what is too old at `now`; says how many entries.
  public long prune(long now) {
    List<String> chains =
        database.read(
            handle ->
                handle.createQuery("SELECT org_id FROM audit_head").mapTo(String.class).list());
    return chains.stream().mapToLong(orgId -> prune(orgId, now - kept.toMillis())).sum();
  }

  private long prune(String orgId, long before) {
    long gone = 0;
    for (int some; (some = database.write(tx -> pruneSome(tx, orgId, before))) > 0; ) {
      gone += some;
    }
    if (gone > 0) {
      long entries = gone;
      database.write(tx -> say(tx, orgId, entries));
    }
    return gone;
  }

  private int pruneSome(Tx tx, String orgId, long before) {
    Seal base = SealTable.base(tx.handle(), orgId).orElse(null);
    long seq = base == null ? 0 : base.seq();
    Hash hash = base == null ? Hash.NONE : base.hash();
    int old = 0;
    for (Trail.Row row : Trail.after(tx.handle(), orgId, seq)) {
      if (row.at() >= before) {
        break;
      }
      if (row.seq() != seq + 1 || !row.follows(hash)) {
        LOG.error("audit: entry {} of {} is broken, and is not taken away", seq + 1, orgId);
        break;
      }
      seq = row.seq();
      hash = row.hash();
      old++;
    }
    if (old > 0) {
      SealTable.putBase(tx.handle(), Seal.sign(signer, Kind.BASE, orgId, seq, hash, tx.now()));
      delete(tx, "audit_entry", orgId, seq);
      delete(tx, "audit_checkpoint", orgId, seq);
    }
    return old;
  }

  private static void delete(Tx tx, String table, String orgId, long seq) {
    var _ =
        tx.handle()
            .createUpdate("DELETE FROM " + table + " WHERE org_id = :org AND seq <= :seq")
            .bind("org", orgId)
            .bind("seq", seq)
            .execute();
  }

  private boolean say(Tx tx, String orgId, long entries) {
    String what = "Removed %d audit entries that were older than %d days";
    Event event =
        Event.of(Action.DELETE, "Audit Log", orgId, what.formatted(entries, kept.toDays()));
    AuditLog.append(tx, orgId, BY, event);
    return true;
  }
}
