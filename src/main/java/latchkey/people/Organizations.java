package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.access.Catalog;
import latchkey.access.Resource;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.KeyText;
import latchkey.people.Organization.Status;
import org.jdbi.v3.core.Handle;

/// What one can do with organizations. As with keys, a change is announced to `changed` after it
/// is durable and before the caller hears of it.
public final class Organizations {
  private final Database database;
  private final Consumer<String> changed;

  public Organizations(Database database, Consumer<String> changed) {
    this.database = database;
    this.changed = changed;
  }

  public void create(Organization organization) {
    if (!KeyText.isPrefix(organization.keyPrefix())) {
      throw new IllegalArgumentException("not a key prefix: " + organization.keyPrefix());
    }
    change(
        organization.id(),
        tx ->
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO organization (
                      id, name, status, key_prefix, sealed_copies, own_resources, created_at, updated_at)
                    VALUES (:id, :name, :status, :prefix, :sealed, :own, :now, :now)
                    """)
                .bind("id", organization.id())
                .bind("name", organization.name())
                .bind("status", text(organization.status()))
                .bind("prefix", organization.keyPrefix())
                .bind("sealed", organization.sealedCopies() ? 1 : 0)
                .bind("own", text(organization.ownResources()))
                .bind("now", tx.now())
                .execute());
  }

  /// Suspends or reactivates; says whether there is such an organization.
  public boolean setStatus(String id, Status status) {
    return change(
            id,
            tx ->
                tx.handle()
                    .createUpdate(
                        "UPDATE organization SET status = :status, updated_at = :now WHERE id = :id")
                    .bind("status", text(status))
                    .bind("now", tx.now())
                    .bind("id", id)
                    .execute())
        == 1;
  }

  /// Declares the resources that the organization's keys may be granted besides the built-in
  /// ones.
  public boolean declare(String id, List<Resource> resources) {
    var _ = Catalog.with(resources); // refuses names that collide, and too many
    return change(
            id,
            tx ->
                tx.handle()
                    .createUpdate(
                        "UPDATE organization SET own_resources = :own, updated_at = :now WHERE id = :id")
                    .bind("own", text(resources))
                    .bind("now", tx.now())
                    .bind("id", id)
                    .execute())
        == 1;
  }

  public Optional<Organization> find(String id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM organization WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> organization(row))
                .findOne());
  }

  /// Whether anything was ever set up here.
  public boolean isEmpty() {
    return database.read(
        (Handle handle) ->
            handle
                    .createQuery("SELECT count(*) FROM (SELECT 1 FROM organization LIMIT 1) one")
                    .mapTo(int.class)
                    .one()
                == 0);
  }

  private int change(String id, Function<Tx, Integer> work) {
    try {
      return database.write(work);
    } finally {
      changed.accept(id);
    }
  }

  private static Organization organization(ResultSet row) throws SQLException {
    return new Organization(
        row.getString("id"),
        row.getString("name"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("key_prefix"),
        row.getInt("sealed_copies") == 1,
        resources(row.getString("own_resources")));
  }

  /// As stored: `invoices=create,approve tickets=close`.
  private static String text(List<Resource> resources) {
    return resources.stream()
        .map(resource -> resource.name() + "=" + String.join(",", resource.actions()))
        .collect(Collectors.joining(" "));
  }

  private static List<Resource> resources(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1))
            .map(entry -> entry.split("=", 2))
            .map(parts -> new Resource(parts[0], Arrays.asList(parts[1].split(",", -1))))
            .toList();
  }

  private static String text(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
