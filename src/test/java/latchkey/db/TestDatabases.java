package latchkey.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import latchkey.Scratch;

/// The engines that every store is tested on: a contract suite runs once for each,
/// `@ParameterizedClass @EnumSource(TestDatabases.class)`.
public enum TestDatabases {
  SQLITE {
    @Override
    public Location fresh() {
      try {
        Path file = Scratch.folder("database").resolve("latchkey.db");
        Files.copy(Model.FILE, file);
        return new Location.Sqlite(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRES {
    @Override
    public Location fresh() {
      return Server.RUNNING.fresh();
    }
  };

  /// A new database with the tables in it, and nothing else.
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

  /// A SQLite file with the tables, which is copied a hundred times as fast as they are made.
  private static final class Model {
    static final Path FILE = made();

    private static Path made() {
      Path file = Scratch.folder("model").resolve("latchkey.db");
      Database.open(new Location.Sqlite(file), () -> 1).close();
      return file;
    }
  }

  /// One server for the whole test run, started when first asked for. Databases are copies of one
  /// that has the tables, and go when nobody has used them for long.
  private static final class Server {
    static final Server RUNNING = new Server();

    private static final String MODEL = "model";
    private static final int KEPT = 6;

    private final EmbeddedPostgres postgres;
    private final Queue<String> old = new ArrayDeque<>();
    private int count;

    private Server() {
      try {
        postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setDataDirectory(Scratch.folder("postgres"))
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      execute("CREATE DATABASE " + MODEL);
      Database.open(location(MODEL), () -> 1).close();
    }

    synchronized Location fresh() {
      if (old.size() > KEPT) {
        drop(old.remove());
      }
      count++;
      String name = "test_" + count;
      execute("CREATE DATABASE " + name + " TEMPLATE " + MODEL);
      old.add(name);
      return location(name);
    }

    /// At the end there are few to delete, or the process would not end in time.
    private void drop(String name) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet users =
              statement.executeQuery(
                  "SELECT 1 FROM pg_stat_activity WHERE datname = '" + name + "'")) {
        if (users.next()) {
          old.add(name);
        } else {
          statement.execute("DROP DATABASE " + name);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private void execute(String sql) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private Location.Postgres location(String name) {
      return new Location.Postgres(
          postgres.getJdbcUrl("postgres", name), "postgres", "postgres", 4);
    }
  }
}
