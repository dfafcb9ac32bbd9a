package latchkey.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The rows by which imported keys are found. They name the organization once they are found: by
/// what a stranger presents, it is not known yet.
final class ImportTable {
  private ImportTable() {}

  /// @param digest as it was imported; none when the key's own secret finds it
  record Row(
      PublicId id,
      String organizationId,
      Optional<ForeignDigest> digest,
      Optional<byte[]> sealedHmacKey) {}

  static boolean any(Handle handle) {
    return handle
            .createQuery("SELECT count(*) FROM (SELECT 1 FROM imported_key LIMIT 1) one")
            .mapTo(int.class)
            .one()
        == 1;
  }

  static boolean isTaken(Handle handle, byte[] finder) {
    return handle
        .createQuery("SELECT 1 FROM imported_key WHERE finder = :finder")
        .bind("finder", finder)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  static void insert(
      Handle handle, Key key, byte[] finder, ForeignDigest digest, Optional<byte[]> hmacKey) {
    handle
        .createUpdate(
            """
            INSERT INTO imported_key (finder, key_id, org_id, digest, sealed_hmac_key)
            VALUES (:finder, :key, :org, :digest, :hmacKey)
            """)
        .bind("finder", finder)
        .bind("key", key.id().toString())
        .bind("org", key.organizationId())
        .bind("digest", digest.text())
        .bind("hmacKey", hmacKey.orElse(null))
        .execute();
  }

  static List<Row> find(Handle handle, List<byte[]> finders) {
    return handle
        .createQuery("SELECT * FROM imported_key WHERE finder IN (<finders>)")
        .bindList("finders", finders)
        .map((row, _) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        PublicId.of(row.getString("key_id")),
        row.getString("org_id"),
        Optional.ofNullable(row.getString("digest")).map(ForeignDigest::parse),
        Optional.ofNullable(row.getBytes("sealed_hmac_key")));
  }

  /// Says whether the digest was still there.
  static boolean forget(Handle handle, Row row, byte[] finder) {
    return handle
            .createUpdate(
                """
                UPDATE imported_key SET finder = :finder, digest = NULL, sealed_hmac_key = NULL
                WHERE org_id = :org AND key_id = :key AND digest IS NOT NULL
                """)
            .bind("finder", finder)
            .bind("org", row.organizationId())
            .bind("key", row.id().toString())
            .execute()
        == 1;
  }

  /// The key's imported text proves nothing any more.
  static void delete(Handle handle, Key key) {
    handle
        .createUpdate("DELETE FROM imported_key WHERE org_id = :org AND key_id = :key")
        .bind("org", key.organizationId())
        .bind("key", key.id().toString())
        .execute();
  }
}
