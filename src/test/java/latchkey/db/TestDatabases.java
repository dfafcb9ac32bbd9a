package latchkey.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// The engines that every store is tested on: a contract suite runs once for each,
/// `@ParameterizedClass @EnumSource(TestDatabases.class)`.
public enum TestDatabases {
  SQLITE {
    @Override
    public Location fresh() {
      try {
        return new Location.Sqlite(
            Files.createTempDirectory("latchkey-test").resolve("latchkey.db"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRES {
    @Override
    public Location fresh() {
      String name = "test_" + COUNT.incrementAndGet();
      EmbeddedPostgres server = Server.RUNNING;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return new Location.Postgres(server.getJdbcUrl("postgres", name), "postgres", "postgres", 4);
    }
  };

  private static final AtomicInteger COUNT = new AtomicInteger();

  /// A new, empty database.
  public abstract Location fresh();

  public Database open(LongSupplier clock) {
    return Database.open(fresh(), clock);
  }

  /// The SQLite file's folder, for tests that look beside it.
  public static Path folderOf(Location.Sqlite location) {
    Path folder = location.file().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(location + " has no folder");
    }
    return folder;
  }

  /// One server for the whole test run, started when first asked for.
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
