package latchkey;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import latchkey.db.Database;

/// Every row of a record on SQLite: what two readings differ in, somebody has changed. Counts of
/// usage, what jobs sign, and when somebody was last seen are left out.
final class Rows {
  private Rows() {}

  static Map<String, List<String>> of(Database database) {
    return database.read(
        handle -> {
          Map<String, List<String>> rows = new TreeMap<>();
          List<String> tables =
              handle
                  .createQuery(
                      """
                      SELECT name FROM sqlite_master
                      WHERE type = 'table' AND name NOT LIKE 'usage%' AND name NOT LIKE 'sqlite%'
                        AND name NOT IN ('audit_head', 'audit_checkpoint')
                      """)
                  .mapTo(String.class)
                  .list();
          for (String table : tables) {
            rows.put(
                table,
                handle.createQuery("SELECT * FROM " + table).mapToMap().map(Rows::text).list());
          }
          return rows;
        });
  }

  private static String text(Map<String, Object> row) {
    Map<String, Object> readable = new TreeMap<>(row);
    readable.remove("last_seen_at");
    readable.replaceAll(
        (_, value) -> value instanceof byte[] bytes ? List.of(Arrays.toString(bytes)) : value);
    return readable.toString();
  }
}
