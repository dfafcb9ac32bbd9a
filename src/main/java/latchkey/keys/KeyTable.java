package latchkey.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.keys.Key.Revocation;
import latchkey.keys.Key.Stamp;
import latchkey.limits.Limits;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of keys and their secrets.
final class KeyTable {
  private KeyTable() {}

  /// What of its organization a new key takes over.
  record Owner(String keyPrefix, boolean sealedCopies) {}

  /// The organization, if it exists and the agent, where one is named, is its own.
  static Optional<Owner> owner(Handle handle, String organizationId, Optional<String> agentId) {
    return handle
        .createQuery(
            """
            SELECT key_prefix, sealed_copies FROM organization o
            WHERE o.id = :org
              AND (:agent = '' OR EXISTS (SELECT 1 FROM agent a WHERE a.id = :agent AND a.org_id = o.id))
            """)
        .bind("org", organizationId)
        .bind("agent", agentId.orElse(""))
        .map((row, _) -> new Owner(row.getString("key_prefix"), row.getInt("sealed_copies") == 1))
        .findOne();
  }

  static void insert(Handle handle, Key key) {
    handle
        .createUpdate(
            """
            INSERT INTO api_key (
              id, org_id, agent_id, name, description, prefix, environment, permissions, addresses,
              limits, not_before, not_after, metadata, tags, created_at, created_by, updated_at, updated_by)
            VALUES (
              :id, :org, :agent, :name, :description, :prefix, :environment, :permissions, :addresses,
              :limits, :notBefore, :notAfter, :metadata, :tags, :createdAt, :createdBy, :updatedAt, :updatedBy)
            """)
        .bind("id", key.id().toString())
        .bind("org", key.organizationId())
        .bind("agent", key.agentId().orElse(null))
        .bind("name", key.terms().name())
        .bind("description", key.terms().description())
        .bind("prefix", key.prefix())
        .bind("environment", key.environment().text())
        .bind("permissions", String.join(" ", key.terms().permissions()))
        .bind("addresses", key.terms().addresses().text())
        .bind("limits", key.terms().limits().text())
        .bind(
            "notBefore",
            key.terms().validity().begins() ? key.terms().validity().notBefore() : null)
        .bind("notAfter", key.terms().validity().ends() ? key.terms().validity().notAfter() : null)
        .bind("metadata", key.terms().metadata().json())
        .bind("tags", key.terms().tags().text())
        .bind("createdAt", key.created().at())
        .bind("createdBy", key.created().by())
        .bind("updatedAt", key.updated().at())
        .bind("updatedBy", key.updated().by())
        .execute();
  }

  static void insertSecret(
      Handle handle, Key key, SecretDigest digest, Optional<byte[]> sealed, long now) {
    handle
        .createUpdate(
            """
            INSERT INTO api_secret (key_id, slot, org_id, digest, pepper_version, sealed, created_at)
            VALUES (:key, :slot, :org, :digest, :pepper, :sealed, :now)
            """)
        .bind("key", key.id().toString())
        .bind("slot", digest.slot())
        .bind("org", key.organizationId())
        .bind("digest", digest.code())
        .bind("pepper", digest.pepperVersion())
        .bind("sealed", sealed.orElse(null))
        .bind("now", now)
        .execute();
  }

  static Optional<Key> find(Handle handle, String organizationId, PublicId id) {
    return handle
        .createQuery(
            """
            SELECT * FROM api_key WHERE org_id = :org AND id = :id AND deleted_at IS NULL
            """)
        .bind("org", organizationId)
        .bind("id", id.toString())
        .map((row, _) -> key(row))
        .findOne();
  }

  static boolean revoke(Handle handle, String organizationId, PublicId id, Revocation revocation) {
    handle
        .createUpdate(
            """
            UPDATE api_key
            SET revoked_at = :at, revoked_by = :by, revoked_reason = :reason,
                updated_at = :at, updated_by = :by
            WHERE org_id = :org AND id = :id AND revoked_at IS NULL AND deleted_at IS NULL
            """)
        .bind("at", revocation.at())
        .bind("by", revocation.by())
        .bind("reason", revocation.reason().text())
        .bind("org", organizationId)
        .bind("id", id.toString())
        .execute();
    return find(handle, organizationId, id).isPresent();
  }

  static boolean delete(Handle handle, String organizationId, PublicId id, Stamp stamp) {
    int deleted =
        handle
            .createUpdate(
                """
                UPDATE api_key
                SET deleted_at = :at, updated_at = :at, updated_by = :by,
                    name = '', description = '', metadata = '{}', addresses = ''
                WHERE org_id = :org AND id = :id AND deleted_at IS NULL
                """)
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .bind("org", organizationId)
            .bind("id", id.toString())
            .execute();
    handle
        .createUpdate("DELETE FROM api_secret WHERE org_id = :org AND key_id = :id")
        .bind("org", organizationId)
        .bind("id", id.toString())
        .execute();
    return deleted == 1;
  }

  static Optional<byte[]> sealed(Handle handle, String organizationId, PublicId id) {
    return handle
        .createQuery(
            """
            SELECT sealed FROM api_secret
            WHERE org_id = :org AND key_id = :id AND sealed IS NOT NULL
            ORDER BY created_at DESC, slot DESC LIMIT 1
            """)
        .bind("org", organizationId)
        .bind("id", id.toString())
        .mapTo(byte[].class)
        .findOne();
  }

  static StoredKey load(Handle handle, PublicId id) {
    return handle
        .createQuery(
            """
            SELECT k.*, s.slot, s.digest, s.pepper_version
            FROM api_key k LEFT JOIN api_secret s ON s.key_id = k.id
            WHERE k.id = :id
            """)
        .bind("id", id.toString())
        .scanResultSet(
            (rows, _) -> {
              try (ResultSet row = rows.get()) {
                return stored(row);
              }
            });
  }

  private static StoredKey stored(ResultSet row) throws SQLException {
    if (!row.next()) {
      return new StoredKey.Unknown();
    }
    if (nullableLong(row, "deleted_at") != null) {
      return new StoredKey.Deleted();
    }
    Key key = key(row);
    List<SecretDigest> secrets = new ArrayList<>(1);
    do {
      byte[] digest = row.getBytes("digest");
      if (digest != null) {
        secrets.add(secret(row, digest, key.rotation()));
      }
    } while (row.next());
    return new StoredKey.Present(key, secrets);
  }

  private static SecretDigest secret(ResultSet row, byte[] digest, Rotation rotation)
      throws SQLException {
    int slot = row.getInt("slot");
    return new SecretDigest(slot, row.getInt("pepper_version"), digest, rotation.retiresAt(slot));
  }

  /// Only if the digest is still the old one: a rotation that came in between wins.
  static int rehash(
      Handle handle, String organizationId, PublicId id, SecretDigest old, SecretDigest fresh) {
    return handle
        .createUpdate(
            """
            UPDATE api_secret SET digest = :fresh, pepper_version = :pepper
            WHERE org_id = :org AND key_id = :id AND slot = :slot AND digest = :old
            """)
        .bind("fresh", fresh.code())
        .bind("pepper", fresh.pepperVersion())
        .bind("org", organizationId)
        .bind("id", id.toString())
        .bind("slot", old.slot())
        .bind("old", old.code())
        .execute();
  }

  private static Key key(ResultSet row) throws SQLException {
    return new Key(
        PublicId.of(row.getString("id")),
        row.getString("org_id"),
        Optional.ofNullable(row.getString("agent_id")),
        row.getString("prefix"),
        Environment.of(row.getString("environment")),
        terms(row),
        new Stamp(row.getLong("created_at"), row.getString("created_by")),
        new Stamp(row.getLong("updated_at"), row.getString("updated_by")),
        revocation(row),
        rotation(row),
        row.getLong("version"));
  }

  private static KeyTerms terms(ResultSet row) throws SQLException {
    return new KeyTerms(
        row.getString("name"),
        row.getString("description"),
        words(row.getString("permissions")),
        AddressList.ofText(row.getString("addresses")),
        Limits.ofText(row.getString("limits")),
        validity(row),
        new Metadata(row.getString("metadata")),
        Tags.ofText(row.getString("tags")));
  }

  private static Rotation rotation(ResultSet row) throws SQLException {
    int slot = row.getInt("secret_slot");
    Long since = nullableLong(row, "rotating_since");
    return since == null
        ? new Rotation.Single(slot)
        : new Rotation.Overlapping(
            slot, new Stamp(since, row.getString("rotating_by")), retirement(row));
  }

  private static Retirement retirement(ResultSet row) throws SQLException {
    Long at = nullableLong(row, "retire_at");
    if (at != null) {
      return new Retirement.At(at);
    }
    Long days = nullableLong(row, "retire_quiet_days");
    return days == null ? new Retirement.ByHand() : new Retirement.WhenQuiet(days.intValue());
  }

  private static Validity validity(ResultSet row) throws SQLException {
    Long notBefore = nullableLong(row, "not_before");
    Long notAfter = nullableLong(row, "not_after");
    return new Validity(
        notBefore == null ? Validity.UNBOUNDED.notBefore() : notBefore,
        notAfter == null ? Validity.UNBOUNDED.notAfter() : notAfter);
  }

  private static Optional<Revocation> revocation(ResultSet row) throws SQLException {
    Long at = nullableLong(row, "revoked_at");
    return at == null
        ? Optional.empty()
        : Optional.of(
            new Revocation(
                at,
                row.getString("revoked_by"),
                RevocationReason.of(row.getString("revoked_reason"))));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
