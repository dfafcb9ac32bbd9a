package latchkey.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import latchkey.db.DatabaseException.Kind;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/// Opens the record and runs transactions on it. Blocking: called on virtual threads only.
public final class Database implements AutoCloseable {
  private static final int SQLITE_READERS = 4;

  /// So negative numbers mean it. What leads to the rows of a million contacts fits.
  private static final int SQLITE_WRITER_KIB = -16_000;

  /// What is written again and again goes to its place once for so many pages: four times as many
  /// as by default.
  private static final String SQLITE_PAGES_TOGETHER = "4000";

  private static final int TRIES = 3;
  private static final int POOL_TIMEOUT_MILLIS = 5_000;

  private final Dialect dialect;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Jdbi writing;
  private final Jdbi reading;
  private final LongSupplier clock;
  private final ScopedValue<Consumer<Tx>> beginning = ScopedValue.newInstance();
  private final ScopedValue<Long> then = ScopedValue.newInstance();
  private final Together together = new Together(this::writeAll);

  private Database(
      Dialect dialect, HikariDataSource writers, HikariDataSource readers, LongSupplier clock) {
    this.dialect = dialect;
    this.writers = writers;
    this.readers = readers;
    this.writing = jdbi(writers, dialect);
    this.reading = jdbi(readers, dialect);
    this.clock = clock;
  }

  private static Jdbi jdbi(HikariDataSource connections, Dialect dialect) {
    return Jdbi.create(connections).configure(Dialect.Spoken.class, spoken -> spoken.set(dialect));
  }

  /// Opens the record and brings its tables up to date.
  ///
  /// @throws UnusableDatabase when it is newer than this program, damaged or out of reach; it is
  /// then unchanged
  public static Database open(Location location, LongSupplier clock) {
    Database database =
        switch (location) {
          case Location.Sqlite sqlite -> openSqlite(sqlite, clock);
          case Location.Postgres postgres -> openPostgres(postgres, clock);
        };
    try {
      Migrations.bringUpToDate(database.writers, database.dialect, location);
      return database;
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /// Runs `work` so that each transaction that it writes begins with `first`: what that writes is
  /// there or not together with the rest.
  public <T> T beginningWith(Consumer<Tx> first, Supplier<T> work) {
    return ScopedValue.where(beginning, first).call(work::get);
  }

  /// Runs `work` as if it were done then, for data that has a past: its transactions carry that
  /// time.
  public <T> T at(long time, Supplier<T> work) {
    return ScopedValue.where(then, time).call(work::get);
  }

  /// Runs `work` with commits that do not wait for the disk, and is on the disk when it returns.
  /// For what is made anew if the machine stops meanwhile.
  public <T> T durableAtTheEnd(Supplier<T> work) {
    if (dialect == Dialect.POSTGRES) {
      return work.get();
    }
    pragma("synchronous = OFF");
    try {
      return work.get();
    } finally {
      pragma("synchronous = FULL");
      pragma("wal_checkpoint(TRUNCATE)");
    }
  }

  private void pragma(String text) {
    var _ = translated(() -> writing.withHandle(handle -> handle.execute("PRAGMA " + text)));
  }

  /// Opens the record to be read only, as it is, beside the process that it belongs to.
  ///
  /// @throws UnusableDatabase when it is not as this program left it, or out of reach
  public static Database openReadOnly(Location location) {
    HikariDataSource readers =
        switch (location) {
          case Location.Sqlite sqlite -> sqliteReaders(sqlite, /* readOnly= */ true);
          case Location.Postgres postgres -> {
            HikariConfig pool = postgresPool(postgres);
            pool.setReadOnly(true);
            yield connect(pool, "the database " + postgres.url());
          }
        };
    Dialect dialect = location instanceof Location.Sqlite ? Dialect.SQLITE : Dialect.POSTGRES;
    Database database = new Database(dialect, readers, readers, () -> 0);
    try {
      Migrations.requireUpToDate(readers, dialect, location);
      return database;
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /// Runs `work` in one transaction that sees its own writes and takes effect whole or not at
  /// all.
  public <T> T write(Function<Tx, T> work) {
    return translated(
        () ->
            writing.inTransaction(
                handle -> {
                  Tx tx = new Tx(handle, then.isBound() ? then.get() : clock.getAsLong());
                  if (beginning.isBound()) {
                    beginning.get().accept(tx);
                  }
                  return work.apply(tx);
                }));
  }

  /// Like [#write], for what many do at once: where a commit costs a wait for the disk, the work
  /// of several callers shares one. No caller hears of theirs before it is durable.
  ///
  /// If the work of one fails, the others' is done again, each in a transaction of its own: so
  /// `work` changes nothing but the record, and what it answers is made anew.
  public <T> T writeTogether(Function<Tx, T> work) {
    if (dialect == Dialect.POSTGRES) {
      return unbroken(work); // its server does the same with the commits of several connections
    }
    Optional<Consumer<Tx>> first =
        beginning.isBound() ? Optional.of(beginning.get()) : Optional.empty();
    long now = then.isBound() ? then.get() : clock.getAsLong();
    return together.run(
        handle -> {
          Tx tx = new Tx(handle, now);
          first.ifPresent(begin -> begin.accept(tx));
          return work.apply(tx);
        });
  }

  /// Two transactions may wait for each other; then the server breaks one of them, which is none of
  /// its caller's business.
  private <T> T unbroken(Function<Tx, T> work) {
    for (int left = TRIES; ; left--) {
      try {
        return write(work);
      } catch (DatabaseException e) {
        if (left == 1 || !dialect.isBroken(e)) {
          throw e;
        }
      }
    }
  }

  private void writeAll(Consumer<Handle> works) {
    translated(
        () ->
            writing.inTransaction(
                handle -> {
                  works.accept(handle);
                  return true;
                }));
  }

  /// Runs `work` on one consistent view of the record.
  public <T> T read(Function<Handle, T> work) {
    return translated(
        () -> reading.inTransaction((HandleCallback<T, RuntimeException>) work::apply));
  }

  /// Runs `work`, which is a single statement and so a consistent view by itself: beginning and
  /// ending a transaction costs as much as a short one.
  public <T> T readOnce(Function<Handle, T> work) {
    return translated(() -> reading.withHandle((HandleCallback<T, RuntimeException>) work::apply));
  }

  private <T> T translated(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (JdbiException | Batch.Failure e) {
      throw translate(e);
    }
  }

  private DatabaseException translate(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException pool) {
        return new DatabaseException(Kind.UNAVAILABLE, "no database connection is free", pool);
      }
      if (cause instanceof SQLException sql) {
        Kind kind = dialect.kindOf(sql);
        return new DatabaseException(kind, rootMessage(sql), failure);
      }
    }
    return new DatabaseException(Kind.INTERNAL, rootMessage(failure), failure);
  }

  @Override
  public void close() {
    writers.close();
    readers.close();
  }

  /// SQLite has one writer at a time, so the pool of writers is one connection: a queue, instead
  /// of "busy".
  private static Database openSqlite(Location.Sqlite location, LongSupplier clock) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL); // an acknowledged write survives a power cut too
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true); // off by default, for historical reasons
    config.setBusyTimeout(POOL_TIMEOUT_MILLIS);
    config.setCacheSize(SQLITE_WRITER_KIB);
    config.setPragma(Pragma.WAL_AUTOCHECKPOINT, SQLITE_PAGES_TOGETHER);
    HikariDataSource writer =
        sqlitePool("sqlite-writer", 1, /* readOnly= */ false, config, location);
    HikariDataSource readers = sqliteReaders(location, /* readOnly= */ false);
    return new Database(Dialect.SQLITE, writer, readers, clock);
  }

  private static HikariDataSource sqliteReaders(Location.Sqlite location, boolean readOnly) {
    SQLiteConfig reading = new SQLiteConfig();
    reading.setBusyTimeout(POOL_TIMEOUT_MILLIS);
    reading.setReadOnly(readOnly);
    return sqlitePool("sqlite-readers", SQLITE_READERS, readOnly, reading, location);
  }

  private static HikariDataSource sqlitePool(
      String name, int size, boolean readOnly, SQLiteConfig config, Location.Sqlite location) {
    config.setGetGeneratedKeys(false); // nobody asks for them, and they cost a query each
    HikariConfig pool = pool(name, size);
    pool.setReadOnly(readOnly);
    pool.setDataSource(SqliteConnection.source(config, location.file()));
    return connect(pool, "the database " + location.file());
  }

  private static Database openPostgres(Location.Postgres location, LongSupplier clock) {
    HikariDataSource source = connect(postgresPool(location), "the database " + location.url());
    return new Database(Dialect.POSTGRES, source, source, clock);
  }

  private static HikariConfig postgresPool(Location.Postgres location) {
    HikariConfig pool = pool("postgres", location.connections());
    pool.setJdbcUrl(location.url());
    pool.setUsername(location.user());
    pool.setPassword(location.password());
    return pool;
  }

  private static HikariConfig pool(String name, int size) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(POOL_TIMEOUT_MILLIS);
    pool.setInitializationFailTimeout(1);
    return pool;
  }

  private static HikariDataSource connect(HikariConfig pool, String what) {
    try {
      return new HikariDataSource(pool);
    } catch (RuntimeException e) {
      throw new UnusableDatabase(what + " cannot be opened: " + rootMessage(e), e);
    }
  }

  static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
