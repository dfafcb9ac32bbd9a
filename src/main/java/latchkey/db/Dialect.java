package latchkey.db;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import latchkey.db.DatabaseException.Kind;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.sqlite.SQLiteErrorCode;

/// What differs between the engines: a few words in the table definitions, and their error codes.
/// Statements are the same for both, but for those of the index that contacts are searched by, and
/// for a lock where one engine has a single writer.
public enum Dialect {
  SQLITE {
    @Override
    Map<String, String> words() {
      return Map.of(
          "bytes", "BLOB", "clustered", "WITHOUT ROWID", "rowid", "INTEGER", "binary", "");
    }

    @Override
    public String locking() {
      return ""; // who writes is alone
    }

    @Override
    public String holding() {
      return "";
    }

    @Override
    Kind kindOf(SQLException failure) {
      return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
        case SQLITE_CONSTRAINT -> Kind.CONFLICT;
        case SQLITE_FULL,
            SQLITE_READONLY,
            SQLITE_IOERR,
            SQLITE_CANTOPEN,
            SQLITE_BUSY,
            SQLITE_LOCKED,
            SQLITE_CORRUPT,
            SQLITE_NOTADB ->
            Kind.UNAVAILABLE;
        default -> Kind.INTERNAL;
      };
    }
  },
  POSTGRES {
    @Override
    Map<String, String> words() {
      return Map.of(
          "bytes", "BYTEA", "clustered", "", "rowid", "BIGINT", "binary", "COLLATE \"C\"");
    }

    @Override
    public String locking() {
      return " FOR UPDATE";
    }

    @Override
    public String holding() {
      return " FOR SHARE";
    }

    @Override
    Kind kindOf(SQLException failure) {
      String state = failure.getSQLState();
      if (state == null) {
        return Kind.INTERNAL;
      }
      return switch (state.substring(0, 2)) {
        case "23" -> Kind.CONFLICT;
        // connection, resources (disk full), operator intervention, system error, read-only
        // transaction, a deadlock that was broken
        case "08", "53", "57", "58", "25", BROKEN -> Kind.UNAVAILABLE;
        default -> Kind.INTERNAL;
      };
    }
  };

  /// How the states begin that PostgreSQL gives a transaction which it breaks for another's sake.
  private static final String BROKEN = "40";

  /// Of whom a transaction speaks to.
  public static Dialect of(Handle handle) {
    return handle.getConfig(Spoken.class).dialect;
  }

  /// The end of a query in a transaction that writes, whose rows nobody else changes until that
  /// ends.
  public abstract String locking();

  /// The same for what several such transactions may hold at once.
  public abstract String holding();

  /// Carries it from the database to each handle.
  public static final class Spoken implements JdbiConfig<Spoken> {
    private Dialect dialect = SQLITE;

    void set(Dialect spoken) {
      dialect = spoken;
    }

    @Override
    public Spoken createCopy() {
      Spoken copy = new Spoken();
      copy.dialect = dialect;
      return copy;
    }
  }

  /// What stands for `${…}` in the migrations.
  abstract Map<String, String> words();

  /// The end of the name of the folder of those migrations that are this engine's alone.
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract Kind kindOf(SQLException failure);

  /// Whether it failed only because of others at the same time, so that it may be done again.
  boolean isBroken(DatabaseException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith(BROKEN);
      }
    }
    return false;
  }
}
