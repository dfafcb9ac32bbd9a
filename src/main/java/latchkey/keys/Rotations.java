package latchkey.keys;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.Editing.Edited;
import latchkey.keys.Key.Stamp;
import latchkey.keys.Outcome.Beyond;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;
import latchkey.keys.Rotation.Moved;
import latchkey.keys.Rotation.Stays;
import org.jdbi.v3.core.Handle;

/// How a key gets a new secret while the old one goes on for a while. Its id, usage, limits and
/// permissions are the key's, not the secret's; so they carry over.
public final class Rotations {
  private static final long MINUTE = 60_000;
  private static final long MINUTES = 60;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final int MOST_PLACES = 100;
  private static final By QUIET = By.system("rotation");

  private final Database database;
  private final Editing editing;
  private final SecretMaker secrets;

  public Rotations(
      Database database, Keyset keyset, SecureRandom random, Consumer<PublicId> changed) {
    this.database = database;
    this.editing = new Editing(database, changed);
    this.secrets = new SecretMaker(keyset, random);
  }

  /// Gives the key a second secret, which is the key's from now on; the old one works until it
  /// retires. Who starts it holds the new secret, so the key must not reach beyond them.
  public Outcome<IssuedKey> start(
      Scope scope,
      PublicId id,
      OptionalLong version,
      Retirement retirement,
      Ceiling ceiling,
      By by) {
    return editing.announcing(
        List.of(id), tx -> start(tx, scope, id, version, retirement, ceiling, by));
  }

  private Outcome<IssuedKey> start(
      Tx tx,
      Scope scope,
      PublicId id,
      OptionalLong version,
      Retirement retirement,
      Ceiling ceiling,
      By by) {
    Stamp stamp = new Stamp(tx.now(), by.id());
    Outcome<Edited> outcome =
        Editing.edit(
            tx,
            scope,
            id,
            version,
            by,
            "Began to rotate",
            (_, before) -> {
              if (before.endedAt(tx.now())) {
                return new Refused<>("the key is revoked or expired, and gets no new secret");
              }
              List<String> beyond = ceiling.beyond(before);
              return beyond.isEmpty()
                  ? step(before, new Rotation.Start(stamp, retirement), tx.now())
                  : new Beyond<>(beyond);
            });
    return outcome.map(
        edited -> {
          Key key = edited.key();
          boolean sealedCopy =
              KeyTable.owner(tx.handle(), key.organizationId()).orElseThrow().sealedCopies();
          KeyText text = secrets.make(tx, key, sealedCopy);
          edited.event().ifPresent(event -> AuditLog.append(tx, scope.organizationId(), by, event));
          return new IssuedKey(key, text);
        });
  }

  /// Ends the old secret now.
  public Outcome<Key> retire(Scope scope, PublicId id, OptionalLong version, By by) {
    return editing.one(
        scope,
        id,
        version,
        by,
        "Retired the old secret of",
        (tx, before) -> step(before, new Rotation.Retire(), tx.now()));
  }

  /// Ends the new secret now: the old one goes on alone, as if there had been no rotation.
  public Outcome<Key> cancel(Scope scope, PublicId id, OptionalLong version, By by) {
    return editing.one(
        scope,
        id,
        version,
        by,
        "Cancelled the rotation of",
        (tx, before) -> step(before, new Rotation.Cancel(), tx.now()));
  }

  private static Outcome<Key> step(Key before, Rotation.Event event, long now) {
    return switch (before.rotation().next(event, now)) {
      case Moved(Rotation to) -> new Done<>(before.rotating(to));
      case Stays(String why) -> new Refused<>(why);
    };
  }

  /// Who still uses the old secret, as far as it is counted by now.
  public OldSecretUse oldSecretUse(Key key, Rotation.Overlapping overlap, long now) {
    long firstHour = overlap.started().at() / HOUR;
    return database.read(
        handle ->
            new OldSecretUse(
                lastUse(handle, key, overlap.oldSlot()),
                firstHour * HOUR,
                requests(handle, key, overlap.oldSlot(), firstHour),
                requests(handle, key, overlap.oldSlot(), Math.max(firstHour, now / HOUR - 23)),
                places(handle, key, overlap)));
  }

  /// What each of the two secrets did in the last 60 minutes, the latest last.
  public SecretTraffic lastHour(Key key, Rotation.Overlapping overlap, long now) {
    long first = now / MINUTE - MINUTES + 1;
    return database.read(
        handle ->
            new SecretTraffic(
                first * MINUTE,
                minutes(handle, key, overlap.oldSlot(), first),
                minutes(handle, key, 1 - overlap.oldSlot(), first)));
  }

  private static List<Long> minutes(Handle handle, Key key, int slot, long first) {
    Map<Long, Long> counts =
        handle
            .createQuery(
                """
                SELECT minute, SUM(count) AS sum_count FROM usage_minute
                WHERE org_id = :org AND key_id = :key AND minute >= :first AND secret_slot = :slot
                GROUP BY minute
                """)
            .bind("org", key.organizationId())
            .bind("key", key.id().toString())
            .bind("first", first)
            .bind("slot", slot)
            .reduceRows(
                new HashMap<>(),
                (sums, row) -> {
                  sums.put(
                      row.getColumn("minute", Long.class), row.getColumn("sum_count", Long.class));
                  return sums;
                });
    return LongStream.range(first, first + MINUTES)
        .mapToObj(minute -> counts.getOrDefault(minute, 0L))
        .toList();
  }

  /// Where the old secret was used since the rotation began: an address, the network of several,
  /// or nowhere in particular.
  private static List<KeyPage.Use> places(Handle handle, Key key, Rotation.Overlapping overlap) {
    return handle
        .createQuery(
            """
            SELECT address, MAX(last_at) AS latest FROM usage_address
            WHERE org_id = :org AND key_id = :key AND day >= :day AND secret_slot = :slot
              AND last_at >= :start
            GROUP BY address ORDER BY latest DESC, address LIMIT :most
            """)
        .bind("org", key.organizationId())
        .bind("key", key.id().toString())
        .bind("day", overlap.started().at() / DAY)
        .bind("slot", overlap.oldSlot())
        .bind("start", overlap.started().at())
        .bind("most", MOST_PLACES)
        .map(
            (row, _) ->
                new KeyPage.Use(
                    row.getLong("latest"),
                    Optional.of(row.getString("address"))
                        .filter(place -> !place.isEmpty() && !place.equals("*"))))
        .list();
  }

  private static Optional<KeyPage.Use> lastUse(Handle handle, Key key, int slot) {
    return handle
        .createQuery(
            """
            SELECT u.at, u.address FROM usage_last u
            JOIN api_secret s ON s.key_id = u.key_id AND s.slot = u.secret_slot
            WHERE u.org_id = :org AND u.key_id = :key AND u.secret_slot = :slot
              AND u.at >= s.created_at
            """)
        .bind("org", key.organizationId())
        .bind("key", key.id().toString())
        .bind("slot", slot)
        .map(
            (row, _) ->
                new KeyPage.Use(row.getLong("at"), Optional.ofNullable(row.getString("address"))))
        .findOne();
  }

  private static long requests(Handle handle, Key key, int slot, long fromHour) {
    return handle
        .createQuery(
            """
            SELECT COALESCE(SUM(count), 0) FROM usage_hour
            WHERE org_id = :org AND key_id = :key AND secret_slot = :slot AND hour >= :hour
            """)
        .bind("org", key.organizationId())
        .bind("key", key.id().toString())
        .bind("slot", slot)
        .bind("hour", fromHour)
        .mapTo(long.class)
        .one();
  }

  /// Retires the old secrets that were quiet for as many days as their rotation asks for; says
  /// how many. Each is judged by what was counted when this began, so counts are to be drained
  /// before.
  public int retireQuiet() {
    int retired = 0;
    for (Candidate candidate : database.read(Rotations::candidates)) {
      retired += retireIfQuiet(candidate) ? 1 : 0;
    }
    return retired;
  }

  private record Candidate(String organizationId, PublicId id) {}

  /// Of all organizations, for it asks for nobody's data: only whether time has passed.
  private static List<Candidate> candidates(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT org_id, id FROM api_key
            WHERE retire_quiet_days IS NOT NULL AND rotating_since IS NOT NULL
              AND deleted_at IS NULL
            """)
        .map((row, _) -> new Candidate(row.getString("org_id"), PublicId.of(row.getString("id"))))
        .list();
  }

  private boolean retireIfQuiet(Candidate candidate) {
    Outcome<Key> outcome =
        editing.one(
            Scope.of(candidate.organizationId()),
            candidate.id(),
            OptionalLong.empty(),
            QUIET,
            "Retired the quiet old secret of",
            (tx, before) ->
                step(before, new Rotation.Quiet(lastUse(tx.handle(), before)), tx.now()));
    return outcome instanceof Done<Key>;
  }

  /// When the old secret was last used, or 0.
  private static long lastUse(Handle handle, Key key) {
    int old = 1 - key.rotation().slot();
    return lastUse(handle, key, old).map(KeyPage.Use::at).orElse(0L);
  }
}
