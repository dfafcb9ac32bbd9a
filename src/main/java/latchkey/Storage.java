package latchkey;

import java.util.Optional;
import java.util.function.LongSupplier;
import latchkey.cli.StartFailure;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.SoleNode;
import latchkey.settings.DatabaseUrl;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// Opens what the settings say the record is.
final class Storage {
  private Storage() {}

  /// SQLite in the data folder, unless the settings name a PostgreSQL.
  static Location location(Settings settings, DataFolder folder) {
    return settings
        .get(Setting.DATABASE_URL)
        .<Location>map(url -> postgres(settings, url))
        .orElseGet(() -> new Location.Sqlite(folder.databaseFile()));
  }

  /// The record that is there already, which another process may be using.
  static Location existing(Settings settings) {
    return settings
        .get(Setting.DATABASE_URL)
        .<Location>map(url -> postgres(settings, url))
        .orElseGet(
            () -> new Location.Sqlite(DataFolder.existingDatabase(settings.get(Setting.DATA))));
  }

  private static Location.Postgres postgres(Settings settings, DatabaseUrl url) {
    Optional<String> user = settings.get(Setting.DATABASE_USER).or(url::user);
    Optional<Secret> password = settings.get(Setting.DATABASE_PASSWORD).or(url::password);
    return new Location.Postgres(
        url.jdbcUrl(),
        user.orElse(""),
        password.map(Secret::reveal).orElse(""),
        settings.get(Setting.DATABASE_POOL_SIZE));
  }

  /// Takes a PostgreSQL for this process; the SQLite file is taken with its folder.
  static Optional<SoleNode> take(Location location, Runnable lost) {
    return switch (location) {
      case Location.Sqlite _ -> Optional.empty();
      case Location.Postgres postgres -> Optional.of(SoleNode.of(postgres, lost));
    };
  }

  /// Ties the database to the keyset at the first start, and refuses another one ever after.
  static void bind(Database database, Keyset keyset, LongSupplier clock) {
    String bound =
        database.write(
            tx -> {
              tx.handle()
                  .createUpdate(
                      """
                      INSERT INTO installation (one, keyset_id, created_at)
                      VALUES (1, :keyset, :now) ON CONFLICT (one) DO NOTHING
                      """)
                  .bind("keyset", keyset.id())
                  .bind("now", clock.getAsLong())
                  .execute();
              return tx.handle()
                  .createQuery("SELECT keyset_id FROM installation WHERE one = 1")
                  .mapTo(String.class)
                  .one();
            });
    if (!bound.equals(keyset.id())) {
      throw new StartFailure(
          "the database was made with the keyset %s, not with %s: no key would verify; give it its own keyset"
              .formatted(bound, keyset.id()));
    }
  }
}
