package latchkey.db;

import java.nio.file.Path;

/// Where the record is kept.
public sealed interface Location {
  /// One file; its folder must exist.
  record Sqlite(Path file) implements Location {}

  /// A server that speaks PostgreSQL's protocol.
  record Postgres(String url, String user, String password, int connections) implements Location {
    @Override
    public String toString() {
      return "Postgres[" + url + ", user=" + user + ", password=[redacted]]";
    }
  }
}
