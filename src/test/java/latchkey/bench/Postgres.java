package latchkey.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import latchkey.db.Location;

/// A PostgreSQL server over a folder, whose commits last: `Postgres FOLDER PORT`. It says when it
/// is ready, and ends with its input.
public final class Postgres {
  /// The databases, of Latchkey and of what it is raced against.
  private static final List<String> NAMES = List.of("latchkey", "peer");

  private Postgres() {}

  public static void main(String[] args) throws IOException {
    try (EmbeddedPostgres _ = start(Path.of(args[0]), Integer.parseInt(args[1]))) {
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // until nobody needs it any more
      }
    }
  }

  /// The tests' server forgets what a power cut takes; this one is set as a fresh one would be.
  static EmbeddedPostgres start(Path folder, int port) throws IOException {
    boolean isNew = !Files.exists(folder.resolve("PG_VERSION"));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .start();
    if (isNew) {
      create(server);
    }
    return server;
  }

  private static void create(EmbeddedPostgres server) throws IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String name : NAMES) {
        statement.execute("CREATE DATABASE " + name);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  static Location location(EmbeddedPostgres server) {
    return new Location.Postgres(
        server.getJdbcUrl("postgres", NAMES.getFirst()), "postgres", "", 2);
  }
}
