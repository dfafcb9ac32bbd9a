package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import latchkey.db.Tx;
import latchkey.limits.Limits;
import latchkey.people.Organization.Status;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The SQL of [Organizations].
final class OrganizationTable {
  private OrganizationTable() {}

  static void insert(Tx tx, Organization organization) {
    var _ =
        bind(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO organization (
                          id, name, status, key_prefix, sealed_copies, own_resources, time_zone,
                          default_region, plan, plan_limits, billing_contact, created_at, updated_at,
                          version)
                        VALUES (
                          :id, :name, :status, :prefix, :sealed, :own, :zone,
                          :region, :plan, :limits, :billing, :now, :now,
                          1)
                        """),
                organization,
                tx.now())
            .execute();
  }

  static void update(Tx tx, Organization organization) {
    var _ =
        bind(
                tx.handle()
                    .createUpdate(
                        """
                        UPDATE organization SET
                          name = :name, status = :status, key_prefix = :prefix, sealed_copies = :sealed,
                          own_resources = :own, time_zone = :zone, default_region = :region,
                          plan = :plan, plan_limits = :limits, billing_contact = :billing,
                          updated_at = :now, version = version + 1
                        WHERE id = :id
                        """),
                organization,
                tx.now())
            .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, Organization organization, long now) {
    return statement
        .bind("id", organization.id())
        .bind("name", organization.name())
        .bind("status", organization.status().text())
        .bind("prefix", organization.keyPrefix())
        .bind("sealed", organization.sealedCopies() ? 1 : 0)
        .bind("own", Organizations.text(organization.ownResources()))
        .bind("zone", organization.timeZone().getId())
        .bind("region", organization.defaultRegion())
        .bind("plan", organization.plan().tier().text())
        .bind("limits", organization.plan().limits().text())
        .bind("billing", organization.billingContact().map(Email::text).orElse(null))
        .bind("now", now);
  }

  static Optional<Organization> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM organization WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> organization(row))
        .findOne();
  }

  /// Those with an id after `after`, in the order of their ids.
  static List<Organization> list(Handle handle, String search, String after, int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM organization
            WHERE id > :after
              AND (:search = '' OR id = :search OR lower(name) LIKE lower(:pattern) ESCAPE '!')
            ORDER BY id LIMIT :most
            """)
        .bind("search", search)
        .bind("pattern", "%" + search.replaceAll("[!%_]", "!$0") + "%")
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> organization(row))
        .list();
  }

  /// Whoever changes an organization's people comes one at a time: what they may is judged on
  /// what is then so. Says whether there is such an organization.
  static boolean lock(Tx tx, String id) {
    return tx.handle()
            .createUpdate("UPDATE organization SET version = version WHERE id = :id")
            .bind("id", id)
            .execute()
        == 1;
  }

  static Organization organization(ResultSet row) throws SQLException {
    return new Organization(
        row.getString("id"),
        row.getString("name"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("key_prefix"),
        row.getInt("sealed_copies") == 1,
        Organizations.resources(row.getString("own_resources")),
        ZoneId.of(row.getString("time_zone")),
        row.getString("default_region"),
        plan(row.getString("plan"), Limits.ofText(row.getString("plan_limits"))),
        Optional.ofNullable(row.getString("billing_contact")).map(Email::new),
        row.getLong("version"));
  }

  private static Plan plan(String tier, Limits limits) {
    return new Plan(Plan.Tier.of(tier).orElseThrow(), limits);
  }
}
