package latchkey.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.audit.Verification.Broken;
import latchkey.audit.Verification.Intact;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Proves chains, or names the first entry that is not what was appended. Reads page by page, in
/// short transactions: others go on appending and taking away meanwhile.
public final class Verifier {
  private final Database database;
  private final Signer signer;

  public Verifier(Database database, Signer signer) {
    this.database = database;
    this.signer = signer;
  }

  /// Whose chains there are, or should be.
  public List<String> chains() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT org_id FROM audit_head
                    UNION SELECT org_id FROM audit_checkpoint
                    UNION SELECT org_id FROM audit_base
                    UNION SELECT id FROM organization
                    ORDER BY 1
                    """)
                .mapTo(String.class)
                .list());
  }

  public Verification verify(String orgId) {
    return new Walk(orgId).run();
  }

  /// Where a chain ends: its last entry's number and hash.
  private record Head(long seq, Hash hash) {}

  private record Page(List<Trail.Row> rows, Map<Long, Seal> checkpoints) {}

  private static Optional<Head> head(Handle handle, String orgId) {
    return handle
        .createQuery("SELECT seq, hash FROM audit_head WHERE org_id = :org")
        .bind("org", orgId)
        .map((row, _) -> new Head(row.getLong("seq"), Hash.of(row.getBytes("hash"))))
        .findOne();
  }

  private static Page page(Handle handle, String orgId, long seq) {
    List<Trail.Row> rows = Trail.after(handle, orgId, seq);
    List<Seal> seals =
        rows.isEmpty()
            ? List.of()
            : SealTable.checkpoints(handle, orgId, seq, rows.getLast().seq());
    return new Page(rows, seals.stream().collect(Collectors.toMap(Seal::seq, Function.identity())));
  }

  /// One way along a chain.
  private final class Walk {
    private final String orgId;
    private long seq;
    private Hash hash = Hash.NONE;
    private long entries;

    Walk(String orgId) {
      this.orgId = orgId;
    }

    Verification run() {
      Optional<Seal> checkpoint = database.read(handle -> SealTable.lastCheckpoint(handle, orgId));
      // Read after the checkpoint, so that it is not behind it.
      Head head = database.read(handle -> head(handle, orgId)).orElse(new Head(0, Hash.NONE));
      Broken broken = begin();
      while (broken == null && seq < head.seq) {
        broken = step(head.seq);
      }
      if (broken == null) {
        broken = end(head, checkpoint);
      }
      return broken != null ? broken : new Intact(orgId, entries, seq, hash, checkpoint);
    }

    /// Goes to where the chain begins, if that is further on.
    private @Nullable Broken begin() {
      Optional<Seal> base = database.read(handle -> SealTable.base(handle, orgId));
      if (base.isEmpty() || base.get().seq() <= seq) {
        return null;
      }
      if (!base.get().isSignedBy(signer)) {
        return broken(
            base.get().seq(),
            "is said to be the last one that was taken away, and no key of this installation signed that");
      }
      seq = base.get().seq();
      hash = base.get().hash();
      return null;
    }

    private @Nullable Broken step(long last) {
      Page page = database.read(handle -> page(handle, orgId, seq));
      if (page.rows.isEmpty()) {
        return missing();
      }
      for (Trail.Row row : page.rows) {
        if (row.seq() > last) {
          return null; // appended meanwhile
        }
        if (row.seq() != seq + 1) {
          return missing();
        }
        Broken broken = check(row, page.checkpoints.get(row.seq()));
        if (broken != null) {
          return broken;
        }
        seq = row.seq();
        hash = row.hash();
        entries++;
      }
      return null;
    }

    private @Nullable Broken check(Trail.Row row, @Nullable Seal checkpoint) {
      if (!row.follows(hash)) {
        return broken(row.seq(), "was changed, or the one before it: its hash is not that of both");
      }
      if (checkpoint == null) {
        return null;
      }
      if (!checkpoint.isSignedBy(signer)) {
        return broken(row.seq(), "has a checkpoint that no key of this installation signed");
      }
      return checkpoint.hash().equals(row.hash())
          ? null
          : broken(row.seq(), "has another hash than its signed checkpoint: it was replaced");
    }

    /// Unless it was taken away while we read.
    private @Nullable Broken missing() {
      long before = seq;
      Broken unsigned = begin();
      return unsigned != null || seq > before ? unsigned : broken(seq + 1, "is missing");
    }

    private @Nullable Broken end(Head head, Optional<Seal> checkpoint) {
      if (checkpoint.isPresent() && checkpoint.get().seq() > seq) {
        return broken(seq + 1, "is missing: a signed checkpoint knows later ones");
      }
      if (head.seq < seq || (head.seq == seq && !head.hash.equals(hash))) {
        return broken(seq, "is not what the chain's head says it is");
      }
      return database.read(this::beyondHead).orElse(null);
    }

    /// What a head that was set back leaves: entries after it.
    private Optional<Broken> beyondHead(Handle handle) {
      long last =
          handle
              .createQuery("SELECT MAX(seq) FROM audit_entry WHERE org_id = :org")
              .bind("org", orgId)
              .mapTo(Long.class)
              .findOne()
              .orElse(0L);
      // Read after the entries, for the head moves with them.
      long headSeq = head(handle, orgId).map(Head::seq).orElse(0L);
      return last > headSeq
          ? Optional.of(broken(headSeq + 1, "is there, but the chain's head ends before it"))
          : Optional.empty();
    }

    private Broken broken(long at, String why) {
      return new Broken(orgId, at, why);
    }
  }
}
