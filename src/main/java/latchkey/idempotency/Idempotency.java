package latchkey.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import latchkey.crypto.Keyset;
import latchkey.crypto.Sealer;
import latchkey.crypto.Secret;
import latchkey.crypto.Sha256;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what creates something once per idempotency key.
///
/// The row that claims the key is the first statement of the very transaction that creates: so
/// both are there or neither is, whenever the process ends, and no claim is ever left by work that
/// was undone. The answer is known, and stored, only after that. If the process ends in between,
/// the repeat is told that it was done and that its answer is lost; doing it again is what it must
/// never do. Work that refuses by itself is not kept: nothing was created.
///
/// Answers may show a secret, so they are sealed, for this one caller and key, and pruned after a
/// day.
public final class Idempotency {
  public static final Duration KEPT = Duration.ofHours(24);
  private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);

  private final Database database;
  private final Sealer sealer;

  /// The attempts at work in this process, of which there is one to a database.
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  public Idempotency(Database database, Keyset keyset) {
    this.database = database;
    this.sealer = keyset.sealer();
  }

  /// Runs `work` unless it was done before. It answers what is to be answered again to a repeat,
  /// or nothing if it created nothing.
  public Outcome once(Attempt attempt, long now, Supplier<Optional<Secret>> work) {
    if (!running.add(attempt.place())) {
      return new Outcome.Running();
    }
    try {
      Optional<Stored> stored = database.read(handle -> find(handle, attempt, since(now)));
      return stored.isPresent() ? judge(attempt, stored.get()) : run(attempt, work);
    } catch (TakenElsewhere _) {
      return new Outcome.Running();
    } finally {
      running.remove(attempt.place());
    }
  }

  private Outcome run(Attempt attempt, Supplier<Optional<Secret>> work) {
    String claim = UUID.randomUUID().toString();
    Optional<Secret> answer = database.beginningWith(tx -> claim(tx, attempt, claim), work);
    try {
      if (answer.isPresent()) {
        byte[] sealed = sealer.seal(answer.get(), attempt.place());
        database.write(tx -> keep(tx, attempt, claim, sealed));
      } else {
        database.write(tx -> release(tx, attempt, claim));
      }
    } catch (DatabaseException e) {
      // the work is done: whoever asked learns how it went, only a repeat does not
      LOG.warn("the answer to {} is not kept: {}", attempt.operation(), e.getMessage());
    }
    return new Outcome.Done();
  }

  /// Forgets what is older than a day, of all organizations.
  public int prune(long now) {
    return database.write(
        tx ->
            tx.handle()
                .createUpdate("DELETE FROM idempotency WHERE created_at <= :since")
                .bind("since", since(now))
                .execute());
  }

  private static long since(long now) {
    return now - KEPT.toMillis();
  }

  private Outcome judge(Attempt attempt, Stored stored) {
    if (!MessageDigest.isEqual(stored.digest, digest(attempt))) {
      return new Outcome.OtherRequest();
    }
    return stored.answer == null
        ? new Outcome.AnswerLost()
        : new Outcome.Repeated(sealer.open(stored.answer, attempt.place()));
  }

  private static byte[] digest(Attempt attempt) {
    return Sha256.of(attempt.request().reveal().getBytes(StandardCharsets.UTF_8));
  }

  // The rows

  private static final class Stored {
    private final byte[] digest;
    private final byte @Nullable [] answer;

    Stored(byte[] digest, byte @Nullable [] answer) {
      this.digest = digest;
      this.answer = answer;
    }
  }

  /// Another process took the key in between.
  private static final class TakenElsewhere extends RuntimeException {}

  private static final String ONE =
      " WHERE org_id = :org AND caller = :caller AND operation = :operation AND name = :name";

  private static <S extends SqlStatement<S>> S of(S statement, Attempt attempt) {
    return statement
        .bind("org", attempt.organizationId())
        .bind("caller", attempt.caller())
        .bind("operation", attempt.operation())
        .bind("name", attempt.name());
  }

  private static Optional<Stored> find(Handle handle, Attempt attempt, long since) {
    return of(
            handle.createQuery(
                "SELECT digest, answer FROM idempotency" + ONE + " AND created_at > :since"),
            attempt)
        .bind("since", since)
        .map((row, _) -> new Stored(row.getBytes("digest"), row.getBytes("answer")))
        .findOne();
  }

  /// Work that takes several transactions claims in the first, and finds its claim in the others.
  private static void claim(Tx tx, Attempt attempt, String claim) {
    of(
            tx.handle().createUpdate("DELETE FROM idempotency" + ONE + " AND created_at <= :since"),
            attempt)
        .bind("since", since(tx.now()))
        .execute();
    of(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO idempotency (org_id, caller, operation, name, claim, digest, created_at)
                    VALUES (:org, :caller, :operation, :name, :claim, :digest, :now)
                    ON CONFLICT (org_id, caller, operation, name) DO NOTHING
                    """),
            attempt)
        .bind("claim", claim)
        .bind("digest", digest(attempt))
        .bind("now", tx.now())
        .execute();
    String holder =
        of(tx.handle().createQuery("SELECT claim FROM idempotency" + ONE), attempt)
            .mapTo(String.class)
            .one();
    if (!holder.equals(claim)) {
      throw new TakenElsewhere();
    }
  }

  private static int keep(Tx tx, Attempt attempt, String claim, byte[] sealed) {
    return of(
            tx.handle()
                .createUpdate(
                    "UPDATE idempotency SET answer = :answer" + ONE + " AND claim = :claim"),
            attempt)
        .bind("answer", sealed)
        .bind("claim", claim)
        .execute();
  }

  private static int release(Tx tx, Attempt attempt, String claim) {
    return of(
            tx.handle().createUpdate("DELETE FROM idempotency" + ONE + " AND claim = :claim"),
            attempt)
        .bind("claim", claim)
        .execute();
  }
}
