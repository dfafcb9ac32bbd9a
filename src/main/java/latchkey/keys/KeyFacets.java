package latchkey.keys;

import java.util.List;
import latchkey.db.Database;

/// What an organization's keys can be told apart by: their tags, and who made them.
///
/// Each is found by hops from one to the next in an index, so it costs what there is to choose
/// from, however many keys there are.
public final class KeyFacets {
  /// What is more is to be searched.
  public static final int MOST = 500;

  private static final String TAGS =
      """
      WITH RECURSIVE found (value, place) AS (
        SELECT min(t.tag), 1 FROM api_key_tag t WHERE t.org_id = :org
        UNION ALL
        SELECT (SELECT min(t.tag) FROM api_key_tag t
                WHERE t.org_id = :org AND t.tag > found.value), found.place + 1
        FROM found WHERE found.value IS NOT NULL AND found.place < :most)
      SELECT value FROM found WHERE value IS NOT NULL ORDER BY place
      """;

  private static final String CREATORS =
      """
      WITH RECURSIVE found (value, place) AS (
        SELECT min(k.created_by), 1 FROM api_key k
        WHERE k.org_id = :org AND k.deleted_at IS NULL
        UNION ALL
        SELECT (SELECT min(k.created_by) FROM api_key k
                WHERE k.org_id = :org AND k.deleted_at IS NULL
                  AND k.created_by > found.value), found.place + 1
        FROM found WHERE found.value IS NOT NULL AND found.place < :most)
      SELECT value FROM found WHERE value IS NOT NULL ORDER BY place
      """;

  private final Database database;

  public KeyFacets(Database database) {
    this.database = database;
  }

  /// The first [#MOST] tags of keys that are not deleted.
  public List<String> tags(String organization) {
    return values(TAGS, organization);
  }

  /// The ids of the first [#MOST] who made keys that are not deleted: people, also those who left,
  /// management keys, and parts of the program.
  public List<String> creators(String organization) {
    return values(CREATORS, organization);
  }

  private List<String> values(String sql, String organization) {
    return database.read(
        handle ->
            handle
                .createQuery(sql)
                .bind("org", organization)
                .bind("most", MOST)
                .mapTo(String.class)
                .list());
  }
}
