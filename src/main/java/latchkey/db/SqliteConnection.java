package latchkey.db;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/// A connection to SQLite that keeps what it has prepared, for its driver does not: preparing a
/// statement costs as much as a short read by it.
///
/// Who prepares a statement takes it out, and closing puts it back: so it is used by one at a
/// time.
final class SqliteConnection extends JDBC4Connection {
  private static final String PREFIX = "jdbc:sqlite:";
  private static final int KEPT = 100;

  /// By their text; what was used longest ago comes first.
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private SqliteConnection(String url, String file, Properties properties) throws SQLException {
    super(url, file, properties);
  }

  static SQLiteDataSource source(SQLiteConfig config, Path file) {
    SQLiteDataSource source =
        new SQLiteDataSource(config) {
          @Override
          public SQLiteConnection getConnection(@Nullable String user, @Nullable String password)
              throws SQLException {
            return new SqliteConnection(
                getUrl(), getUrl().substring(PREFIX.length()), getConfig().toProperties());
          }
        };
    source.setUrl(PREFIX + file);
    return source;
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    checkCursor(type, concurrency, holdability);
    Kept known = kept.remove(sql);
    return known == null ? new Kept(sql) : known.taken();
  }

  private void keep(Kept statement) throws SQLException {
    Kept same = kept.put(statement.text, statement);
    if (same != null) {
      same.end();
    }
    if (kept.size() > KEPT) {
      String eldest = kept.keySet().iterator().next();
      kept.remove(eldest).end();
    }
  }

  private final class Kept extends JDBC4PreparedStatement {
    private final String text;
    private boolean resting;

    Kept(String text) throws SQLException {
      super(SqliteConnection.this, text);
      this.text = text;
    }

    Kept taken() {
      resting = false;
      return this;
    }

    @Override
    public void close() throws SQLException {
      if (resting) {
        return;
      }
      if (pointer.isClosed()) { // the driver ends a statement that has failed
        end();
        return;
      }
      String[] columns = rs.colsMeta; // else they are asked for again, one by one
      rs.close();
      rs.colsMeta = columns;
      pointer.safeRunConsume(DB::reset); // or it would hold the transaction open
      clearBatch();
      clearParameters();
      resting = true;
      keep(this);
    }

    void end() throws SQLException {
      super.close();
    }
  }
}
