package latchkey.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Brings the tables up to date: numbered files, forward only, applied ones never edited.
final class Migrations {
  private Migrations() {}

  static void bringUpToDate(DataSource source, Dialect dialect, Location location) {
    Flyway flyway = flyway(source, dialect);
    try {
      refuseNewer(flyway, location);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new UnusableDatabase(
          "the database " + name(location) + " cannot be used: " + Database.rootMessage(e), e);
    }
  }

  /// Changes nothing.
  static void requireUpToDate(DataSource source, Dialect dialect, Location location) {
    try {
      Flyway flyway = flyway(source, dialect);
      refuseNewer(flyway, location);
      if (flyway.info().pending().length > 0) {
        throw new UnusableDatabase(
            "the database %s is of an older Latchkey: start this one on it first"
                .formatted(name(location)));
      }
    } catch (FlywayException e) {
      throw new UnusableDatabase(
          "the database " + name(location) + " cannot be used: " + Database.rootMessage(e), e);
    }
  }

  private static Flyway flyway(DataSource source, Dialect dialect) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:migrations", "classpath:migrations-" + dialect.folder())
        .placeholders(dialect.words())
        .validateMigrationNaming(true)
        .load();
  }

  /// A database that a newer program has changed is left alone: what it holds may mean something
  /// else.
  private static void refuseNewer(Flyway flyway, Location location) {
    for (MigrationInfo migration : flyway.info().all()) {
      if (migration.getState().isApplied() && !migration.getState().isResolved()) {
        throw new UnusableDatabase(
            "the database %s is of a newer Latchkey (its version is %s): start that one, or restore a backup"
                .formatted(name(location), migration.getVersion()));
      }
    }
  }

  private static String name(Location location) {
    return switch (location) {
      case Location.Sqlite sqlite -> sqlite.file().toString();
      case Location.Postgres postgres -> postgres.url();
    };
  }
}
