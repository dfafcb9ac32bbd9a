package latchkey.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Holds a PostgreSQL database for this process alone.
///
/// What one process has in memory of a key, another one's revocation does not reach yet. Two on
/// one database would break the promise that an answered revocation holds, so the second does not
/// start.
public final class SoleNode implements AutoCloseable {
  /// Any number that nobody else in the database uses: "latchkey" in ASCII.
  private static final long LOCK = 0x6c617463686b6579L;

  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Longer than a busy database stalls, for a wait that ends gives the hold up.
  private static final int CHECK_SECONDS = 10;

  private final Connection connection;
  private final Thread watch;
  private volatile boolean closed;

  private SoleNode(Connection connection, Runnable lost) {
    this.connection = connection;
    this.watch = Thread.ofVirtual().name("sole-node").unstarted(() -> watch(lost));
  }

  /// Takes the database, or says that another has it.
  ///
  /// @param lost is run when the hold is lost, for then another process may take it
  public static SoleNode of(Location.Postgres location, Runnable lost) {
    try {
      Connection connection =
          DriverManager.getConnection(location.url(), location.user(), location.password());
      if (!locks(connection)) {
        connection.close();
        throw new UnusableDatabase(
            "another Latchkey is using the database %s: one process per database, until nodes tell each other of revocations"
                .formatted(location.url()));
      }
      SoleNode node = new SoleNode(connection, lost);
      node.watch.start();
      return node;
    } catch (SQLException e) {
      throw new UnusableDatabase(
          "the database %s cannot be opened: %s".formatted(location.url(), Database.rootMessage(e)),
          e);
    }
  }

  private static boolean locks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void watch(Runnable lost) {
    while (!closed) {
      LockSupport.parkNanos(CHECK_NANOS);
      if (!closed && !isAlive()) {
        lost.run();
        return;
      }
    }
  }

  private boolean isAlive() {
    try {
      return connection.isValid(CHECK_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
    try {
      connection.close();
    } catch (SQLException _) {
      // the server frees the lock with the connection
    }
  }
}
