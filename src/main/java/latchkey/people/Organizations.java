package latchkey.people;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import latchkey.access.Catalog;
import latchkey.access.Resource;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.people.Organization.Status;
import org.jdbi.v3.core.Handle;

/// What one can do with organizations. As with keys, a change is announced to `changed` after it
/// is durable and before the caller hears of it.
public final class Organizations {
  private static final String RESOURCE = "Organization";

  private final Database database;
  private final Consumer<String> changed;

  public Organizations(Database database, Consumer<String> changed) {
    this.database = database;
    this.changed = changed;
  }

  /// Makes one that the program brings along, such as the demo's.
  public void create(Organization organization) {
    create(organization, By.system("start"));
  }

  public void create(Organization organization, By by) {
    var _ =
        announced(
            organization.id(),
            tx -> {
              create(tx, organization, by);
              return organization;
            });
  }

  static void create(Tx tx, Organization organization, By by) {
    OrganizationTable.insert(tx, organization);
    AuditLog.append(
        tx,
        organization.id(),
        by,
        Event.create(
            RESOURCE,
            organization.id(),
            "Created the organization \"%s\"".formatted(organization.name()),
            Facts.of(organization)));
  }

  /// Changes it to what `change` makes of it, which may refuse with an
  /// [IllegalArgumentException]; a stale `version` changes nothing.
  public Outcome<Organization> change(
      String id, OptionalLong version, UnaryOperator<Organization> change, By by) {
    return announced(id, tx -> change(tx, id, version, change, by));
  }

  private static Outcome<Organization> change(
      Tx tx, String id, OptionalLong version, UnaryOperator<Organization> change, By by) {
    if (!OrganizationTable.lock(tx, id)) {
      return Outcome.absent();
    }
    Organization before = OrganizationTable.find(tx.handle(), id).orElseThrow();
    if (version.isPresent() && version.getAsLong() != before.version()) {
      return new Outcome.Stale<>(before.version());
    }
    Organization asked = change.apply(before);
    if (asked.equals(before)) {
      return Outcome.changed(before);
    }
    var _ = Catalog.with(asked.ownResources()); // refuses names that collide, and too many
    OrganizationTable.update(tx, asked);
    Organization after = OrganizationTable.find(tx.handle(), id).orElseThrow();
    AuditLog.append(
        tx,
        id,
        by,
        Event.update(RESOURCE, id, described(before, after), Facts.of(before), Facts.of(after)));
    return Outcome.changed(after);
  }

  private static String described(Organization before, Organization after) {
    if (before.status() == after.status()) {
      return "Changed the organization \"%s\"".formatted(after.name());
    }
    return switch (after.status()) {
      case SUSPENDED -> "Suspended the organization \"%s\"".formatted(after.name());
      case ACTIVE -> "Reactivated the organization \"%s\"".formatted(after.name());
    };
  }

  public Outcome<Organization> setStatus(String id, Status status, By by) {
    return change(id, OptionalLong.empty(), organization -> organization.in(status), by);
  }

  public Optional<Organization> find(String id) {
    return database.read(handle -> OrganizationTable.find(handle, id));
  }

  /// The country of telephone numbers without one, as it is in a transaction.
  public static String defaultRegion(Handle handle, String id) {
    return OrganizationTable.find(handle, id).orElseThrow().defaultRegion();
  }

  /// A page of all there are, for the operator: those after the id `after`.
  ///
  /// @param search part of a name, or an id
  public List<Organization> list(Optional<String> search, Optional<String> after, int most) {
    return database.read(
        handle -> OrganizationTable.list(handle, search.orElse(""), after.orElse(""), most));
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

  private <T> T announced(String id, Function<Tx, T> work) {
    try {
      return database.write(work);
    } finally {
      changed.accept(id);
    }
  }

  /// As stored: `invoices=create,approve tickets=close`.
  static String text(List<Resource> resources) {
    return resources.stream()
        .map(resource -> resource.name() + "=" + String.join(",", resource.actions()))
        .collect(Collectors.joining(" "));
  }

  static List<Resource> resources(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1))
            .map(entry -> entry.split("=", 2))
            .map(parts -> new Resource(parts[0], Arrays.asList(parts[1].split(",", -1))))
            .toList();
  }
}
