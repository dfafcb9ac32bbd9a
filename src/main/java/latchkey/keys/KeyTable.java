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
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;
import latchkey.keys.Rotation.Overlapping;
import latchkey.limits.Limits;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The rows of keys and their secrets.
final class KeyTable {
  private KeyTable() {}

  /// What of its organization a new key takes over.
  record Owner(String keyPrefix, boolean sealedCopies) {}

  /// The organization that the key of a draft would belong to, if it and its agent are there.
  static Outcome<Owner> ownerOf(Handle handle, KeyDraft draft) {
    String organization = draft.organizationId();
    Optional<Owner> owner = owner(handle, organization);
    if (owner.isEmpty()) {
      return new Refused<>("no such organization: " + organization);
    }
    Optional<String> agent = draft.agentId();
    if (agent.isPresent() && !holdAgent(handle, organization, agent.get())) {
      return new Refused<>("the organization has no agent " + agent.get());
    }
    return new Done<>(owner.get());
  }

  static Optional<Owner> owner(Handle handle, String organizationId) {
    return handle
        .createQuery("SELECT key_prefix, sealed_copies FROM organization WHERE id = :org")
        .bind("org", organizationId)
        .map((row, _) -> new Owner(row.getString("key_prefix"), row.getInt("sealed_copies") == 1))
        .findOne();
  }

  /// Whether the organization has that agent. The row stays as it is until the transaction ends:
  /// who deletes the agent then finds the new key, or this finds no agent.
  static boolean holdAgent(Handle handle, String organizationId, String agentId) {
    return handle
            .createUpdate(
                """
                UPDATE agent SET org_id = org_id
                WHERE org_id = :org AND id = :agent AND status <> 'deleted'
                """)
            .bind("org", organizationId)
            .bind("agent", agentId)
            .execute()
        == 1;
  }

  /// Keeps others from changing the keys of an agent that are not revoked yet, until the
  /// transaction ends; says which they are.
  static List<String> holdKeysOfAgent(
      Handle handle, String organizationId, String agentId, long now) {
    return handle
        .createQuery(
            """
            UPDATE api_key SET version = version
            WHERE org_id = :org AND agent_id = :agent AND deleted_at IS NULL
              AND (revoked_at IS NULL OR revoked_at > :now)
            RETURNING id
            """)
        .bind("org", organizationId)
        .bind("agent", agentId)
        .bind("now", now)
        .mapTo(String.class)
        .list();
  }

  static List<Key> list(Handle handle, String organizationId, List<String> ids) {
    return handle
        .createQuery("SELECT * FROM api_key WHERE org_id = :org AND id IN (<ids>) ORDER BY id")
        .bind("org", organizationId)
        .bindList("ids", ids)
        .map((row, _) -> key(row))
        .list();
  }

  /// Revokes keys that nobody else can change meanwhile.
  static void revoke(
      Handle handle, String organizationId, List<String> ids, Revocation revocation) {
    handle
        .createUpdate(
            """
            UPDATE api_key
            SET revoked_at = :at, revoked_by = :by, revoked_reason = :reason,
                updated_at = :at, updated_by = :by, version = version + 1
            WHERE org_id = :org AND id IN (<ids>)
            """)
        .bind("at", revocation.at())
        .bind("by", revocation.by())
        .bind("reason", revocation.reason().text())
        .bind("org", organizationId)
        .bindList("ids", ids)
        .execute();
  }

  static void insert(Handle handle, Key key) {
    bindTerms(
            handle.createUpdate(
                """
            INSERT INTO api_key (
              id, org_id, agent_id, name, description, prefix, environment, permissions, addresses,
              limits, not_before, not_after, metadata, tags, created_at, created_by, updated_at, updated_by)
            VALUES (
              :id, :org, :agent, :name, :description, :prefix, :environment, :permissions, :addresses,
              :limits, :notBefore, :notAfter, :metadata, :tags, :createdAt, :createdBy, :updatedAt, :updatedBy)
            """),
            key.terms())
        .bind("id", key.id().toString())
        .bind("org", key.organizationId())
        .bind("agent", key.agentId().orElse(null))
        .bind("prefix", key.prefix())
        .bind("environment", key.environment().text())
        .bind("createdAt", key.created().at())
        .bind("createdBy", key.created().by())
        .bind("updatedAt", key.updated().at())
        .bind("updatedBy", key.updated().by())
        .execute();
    insertTags(handle, key);
  }

  private static Update bindTerms(Update update, KeyTerms terms) {
    return update
        .bind("name", terms.name())
        .bind("description", terms.description())
        .bind("permissions", String.join(" ", terms.permissions()))
        .bind("addresses", terms.addresses().text())
        .bind("limits", terms.limits().text())
        .bind("notBefore", terms.validity().begins() ? terms.validity().notBefore() : null)
        .bind("notAfter", terms.validity().ends() ? terms.validity().notAfter() : null)
        .bind("metadata", terms.metadata().json())
        .bind("tags", terms.tags().text());
  }

  private static void insertTags(Handle handle, Key key) {
    for (String tag : key.terms().tags().list()) {
      handle
          .createUpdate(
              """
              INSERT INTO api_key_tag (org_id, tag, created_at, key_id)
              VALUES (:org, :tag, :createdAt, :key)
              """)
          .bind("org", key.organizationId())
          .bind("tag", tag)
          .bind("createdAt", key.created().at())
          .bind("key", key.id().toString())
          .execute();
    }
  }

  private static void deleteTags(Handle handle, Key key) {
    for (String tag : key.terms().tags().list()) {
      handle
          .createUpdate(
              """
              DELETE FROM api_key_tag
              WHERE org_id = :org AND tag = :tag AND created_at = :createdAt AND key_id = :key
              """)
          .bind("org", key.organizationId())
          .bind("tag", tag)
          .bind("createdAt", key.created().at())
          .bind("key", key.id().toString())
          .execute();
    }
  }

  static void insertSecret(
      Handle handle, Key key, SecretDigest digest, Optional<byte[]> sealed, long now) {
    insertSecret(handle, key.organizationId(), key.id(), digest, sealed, now);
  }

  static void insertSecret(
      Handle handle,
      String organizationId,
      PublicId id,
      SecretDigest digest,
      Optional<byte[]> sealed,
      long now) {
    handle
        .createUpdate(
            """
            INSERT INTO api_secret (key_id, slot, org_id, digest, pepper_version, sealed, created_at)
            VALUES (:key, :slot, :org, :digest, :pepper, :sealed, :now)
            """)
        .bind("key", id.toString())
        .bind("slot", digest.slot())
        .bind("org", organizationId)
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

  /// Writes all that can change, with the secrets that the new state drops. Says whether the row
  /// was still as it was before.
  static boolean update(Handle handle, Key before, Key after) {
    Optional<Revocation> revocation = after.revocation();
    Optional<Overlapping> overlap = overlap(after);
    int updated =
        bindTerms(
                handle.createUpdate(
                    """
                    UPDATE api_key SET
                      name = :name, description = :description, permissions = :permissions,
                      addresses = :addresses, limits = :limits, not_before = :notBefore,
                      not_after = :notAfter, metadata = :metadata, tags = :tags,
                      updated_at = :updatedAt, updated_by = :updatedBy, version = :version,
                      revoked_at = :revokedAt, revoked_by = :revokedBy, revoked_reason = :reason,
                      secret_slot = :slot, rotating_since = :since, rotating_by = :rotatingBy,
                      retire_at = :retireAt, retire_quiet_days = :quietDays
                    WHERE org_id = :org AND id = :id AND version = :before AND deleted_at IS NULL
                    """),
                after.terms())
            .bind("updatedAt", after.updated().at())
            .bind("updatedBy", after.updated().by())
            .bind("version", after.version())
            .bind("revokedAt", revocation.map(Revocation::at).orElse(null))
            .bind("revokedBy", revocation.map(Revocation::by).orElse(null))
            .bind("reason", revocation.map(r -> r.reason().text()).orElse(null))
            .bind("slot", after.rotation().slot())
            .bind("since", overlap.map(o -> o.started().at()).orElse(null))
            .bind("rotatingBy", overlap.map(o -> o.started().by()).orElse(null))
            .bind("retireAt", overlap.map(o -> retireAt(o.retirement())).orElse(null))
            .bind("quietDays", overlap.map(o -> quietDays(o.retirement())).orElse(null))
            .bind("org", after.organizationId())
            .bind("id", after.id().toString())
            .bind("before", before.version())
            .execute();
    if (updated == 1 && !after.terms().tags().equals(before.terms().tags())) {
      deleteTags(handle, before);
      insertTags(handle, after);
    }
    if (updated == 1 && !after.rotation().equals(before.rotation())) {
      dropOtherSecret(handle, after);
    }
    return updated == 1;
  }

  private static Optional<Overlapping> overlap(Key key) {
    return key.rotation() instanceof Overlapping overlap ? Optional.of(overlap) : Optional.empty();
  }

  private static @Nullable Long retireAt(Retirement retirement) {
    return retirement instanceof Retirement.At(long time) ? time : null;
  }

  private static @Nullable Integer quietDays(Retirement retirement) {
    return retirement instanceof Retirement.WhenQuiet(int days) ? days : null;
  }

  /// Of a key that is not rotating, the one that does not go on; of one that begins to, what an
  /// earlier rotation left where its new one comes.
  private static void dropOtherSecret(Handle handle, Key key) {
    boolean begins = key.rotation() instanceof Overlapping;
    int slot = begins ? key.rotation().slot() : 1 - key.rotation().slot();
    if (slot == Imports.SLOT) {
      ImportTable.delete(handle, key);
    }
    handle
        .createUpdate(
            "DELETE FROM api_secret WHERE org_id = :org AND key_id = :id AND slot = :slot")
        .bind("org", key.organizationId())
        .bind("id", key.id().toString())
        .bind("slot", slot)
        .execute();
  }

  /// Says whether the row was still as it was before.
  static boolean delete(Handle handle, Key key, Stamp stamp) {
    int deleted =
        handle
            .createUpdate(
                """
                UPDATE api_key
                SET deleted_at = :at, updated_at = :at, updated_by = :by, version = version + 1,
                    name = '', description = '', metadata = '{}', addresses = '', tags = ''
                WHERE org_id = :org AND id = :id AND version = :before AND deleted_at IS NULL
                """)
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .bind("org", key.organizationId())
            .bind("id", key.id().toString())
            .bind("before", key.version())
            .execute();
    if (deleted == 1) {
      deleteTags(handle, key);
      ImportTable.delete(handle, key);
      handle
          .createUpdate("DELETE FROM api_secret WHERE org_id = :org AND key_id = :id")
          .bind("org", key.organizationId())
          .bind("id", key.id().toString())
          .execute();
    }
    return deleted == 1;
  }

  static Optional<byte[]> sealed(Handle handle, Key key) {
    return handle
        .createQuery(
            """
            SELECT sealed FROM api_secret
            WHERE org_id = :org AND key_id = :id AND slot = :slot AND sealed IS NOT NULL
            """)
        .bind("org", key.organizationId())
        .bind("id", key.id().toString())
        .bind("slot", key.rotation().slot())
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

  static Key key(ResultSet row) throws SQLException {
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
