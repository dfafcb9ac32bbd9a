package latchkey.people;

import static latchkey.people.Role.ADMIN;
import static latchkey.people.Role.MANAGER;
import static latchkey.people.Role.MEMBER;
import static latchkey.people.Role.OWNER;
import static latchkey.people.Role.VIEWER;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Who may do what: the one table, which every check asks and `docs/roles.md` shows.
///
/// A management key may exercise a right by holding the permissions that stand beside it; a right
/// without any is for people only.
@SuppressWarnings("ImmutableEnumChecker") // both sets are unmodifiable
public enum Right {
  ORGANIZATION_READ("See the organization", keysWith("organization.read"), everybody()),
  ORGANIZATION_UPDATE(
      "Rename the organization and change its settings",
      keysWith("organization.update"),
      roles(OWNER)),
  OWNERSHIP_TRANSFER("Make another member the owner", peopleOnly(), roles(OWNER)),
  MEMBERS_READ("See the members", keysWith("members.read"), everybody()),
  MEMBERS_MANAGE(
      "Invite, change, suspend and remove members below admin",
      keysWith("members.create", "members.update", "members.delete"),
      roles(OWNER, ADMIN)),
  ADMINS_MANAGE("Invite, change, suspend and remove admins", peopleOnly(), roles(OWNER)),
  KEYS_READ("See the API keys", keysWith("keys.read"), roles(OWNER, ADMIN)),
  KEYS_MANAGE(
      "Create, change, rotate, revoke and delete API keys",
      keysWith("keys.create", "keys.update", "keys.delete"),
      roles(OWNER, ADMIN)),
  AGENTS_READ("See the agents", keysWith("agents.read"), everybody()),
  AGENTS_MANAGE(
      "Create, change, pause, archive and delete agents",
      keysWith("agents.create", "agents.update", "agents.delete"),
      roles(OWNER, ADMIN, MANAGER)),
  AGENTS_TEST("Test agents", peopleOnly(), roles(OWNER, ADMIN, MANAGER)),
  CONTACTS_READ("See contacts", keysWith("contacts.read"), everybody()),
  CONTACTS_MANAGE(
      "Create, change, archive and import contacts",
      keysWith("contacts.create", "contacts.update", "contacts.delete"),
      roles(OWNER, ADMIN, MANAGER, MEMBER)),
  CONTACTS_EXPORT(
      "Export contacts", keysWith("contacts.read"), roles(OWNER, ADMIN, MANAGER, MEMBER)),
  CRM_MANAGE(
      "Change an agent's CRM settings, forms and automations",
      keysWith("agents.update"),
      roles(OWNER, ADMIN, MANAGER)),
  USAGE_READ("See usage", keysWith("usage.read"), roles(OWNER, ADMIN, MANAGER, VIEWER)),
  AUDIT_READ("See everybody's audit entries", keysWith("audit.read"), roles(OWNER, ADMIN)),
  AUDIT_READ_OWN("See one's own audit entries", keysWith("audit.read"), everybody()),
  CALLS_READ("See calls and chats", keysWith("calls.read"), everybody()),
  CALLS_MAKE(
      "Make calls and send messages",
      keysWith("calls.create"),
      roles(OWNER, ADMIN, MANAGER, MEMBER)),
  LEADS_READ("See leads", keysWith("leads.read"), everybody()),
  LEADS_MANAGE(
      "Create, change, delete and export leads",
      keysWith("leads.create", "leads.update", "leads.delete"),
      roles(OWNER, ADMIN, MANAGER)),
  ANALYTICS_READ("See analytics", keysWith("analytics.read"), roles(OWNER, ADMIN, MANAGER, VIEWER)),
  REPORTS_EXPORT("Export reports", peopleOnly(), roles(OWNER, ADMIN, MANAGER)),
  KNOWLEDGE_MANAGE(
      "Change the knowledge base",
      keysWith("knowledge_base.create", "knowledge_base.update", "knowledge_base.delete"),
      roles(OWNER, ADMIN, MANAGER)),
  INTEGRATIONS_MANAGE(
      "Change integrations",
      keysWith("integrations.create", "integrations.update", "integrations.delete"),
      roles(OWNER, ADMIN, MANAGER)),
  BILLING_READ("See plan, balance and invoices", peopleOnly(), roles(OWNER, ADMIN, MANAGER)),
  BILLING_MANAGE("Change plan and payment", peopleOnly(), roles(OWNER));

  private final String description;
  private final Set<String> permissions;
  private final Set<Role> holders;

  Right(String description, Set<String> permissions, Set<Role> holders) {
    this.description = description;
    this.permissions = permissions;
    this.holders = holders;
  }

  public String description() {
    return description;
  }

  /// What lets a management key do it; empty where only people may.
  public Set<String> permissions() {
    return permissions;
  }

  public Set<Role> holders() {
    return holders;
  }

  /// The rights that this permission exercises; none for what is not about running the
  /// organization.
  static Set<Right> behind(String permission) {
    EnumSet<Right> behind = EnumSet.noneOf(Right.class);
    Arrays.stream(values()).filter(r -> r.permissions.contains(permission)).forEach(behind::add);
    return behind;
  }

  private static Set<String> keysWith(String... names) {
    return Set.of(names);
  }

  private static Set<String> peopleOnly() {
    return Set.of();
  }

  private static Set<Role> roles(Role first, Role... more) {
    return Collections.unmodifiableSet(EnumSet.of(first, more));
  }

  private static Set<Role> everybody() {
    return Collections.unmodifiableSet(EnumSet.allOf(Role.class));
  }
}
