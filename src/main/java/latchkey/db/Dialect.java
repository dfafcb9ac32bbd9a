package latchkey.db;

import java.sql.SQLException;
import java.util.Map;
import latchkey.db.DatabaseException.Kind;
import org.sqlite.SQLiteErrorCode;

/// What differs between the engines: a few words in the table definitions, and their error codes.
enum Dialect {
  SQLITE {
    @Override
    Map<String, String> words() {
      return Map.of(
          "bytes", "BLOB", "clustered", "WITHOUT ROWID", "rowid", "INTEGER", "binary", "");
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
    Kind kindOf(SQLException failure) {
      String state = failure.getSQLState();
      if (state == null) {
        return Kind.INTERNAL;
      }
      return switch (state.substring(0, 2)) {
        case "23" -> Kind.CONFLICT;
        // connection, resources (disk full), operator intervention, system error, read-only
        // transaction, a deadlock that was broken
        case "08", "53", "57", "58", "25", "40" -> Kind.UNAVAILABLE;
        default -> Kind.INTERNAL;
      };
    }
  };

  /// What stands for `${…}` in the migrations.
  abstract Map<String, String> words();

  abstract Kind kindOf(SQLException failure);
}
