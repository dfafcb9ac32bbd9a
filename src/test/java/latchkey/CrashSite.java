package latchkey;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.TestDatabases;
import latchkey.settings.Setting;

/// The data of a server that is killed and started again: its folder and its record.
record CrashSite(Path folder, Location location) {
  /// A new one, with the record on that engine.
  static CrashSite on(TestDatabases engine, Path folder) {
    return switch (engine.fresh()) {
      case Location.Sqlite _ ->
          new CrashSite(folder, new Location.Sqlite(folder.resolve("latchkey.db")));
      case Location.Postgres postgres -> new CrashSite(folder, postgres);
    };
  }

  /// The same as settings of a server in this process.
  Map<Setting<?>, String> settings() {
    return switch (location) {
      case Location.Sqlite _ -> Map.of(Setting.DATA, folder.toString());
      case Location.Postgres postgres ->
          Map.of(
              Setting.DATA,
              folder.toString(),
              Setting.DATABASE_URL,
              url(postgres),
              Setting.DATABASE_USER,
              postgres.user(),
              Setting.DATABASE_PASSWORD,
              postgres.password());
    };
  }

  /// A server in a process of its own.
  Child server() {
    return switch (location) {
      case Location.Sqlite _ -> Child.server(folder);
      case Location.Postgres postgres ->
          Child.server(
              folder,
              "--database-url",
              url(postgres),
              "--database-user",
              postgres.user(),
              "--database-password",
              postgres.password());
    };
  }

  private static String url(Location.Postgres postgres) {
    return postgres.url().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
  }

  Database database() {
    return Database.open(location, System::currentTimeMillis);
  }

  static List<String> texts(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
