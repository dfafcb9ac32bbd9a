package latchkey.doors.pages;

import java.util.Optional;

/// What the navigation leads to, in its order, and the right that somebody needs for it in the
/// organization they work in.
public enum Section {
  KEYS("keys", "/keys", Group.WORK, Optional.of("KEYS_READ")),
  ADVICE("advice", "/advice", Group.WORK, Optional.of("KEYS_READ")),
  EXPLAIN("explain", "/explain", Group.WORK, Optional.of("KEYS_READ")),
  AGENTS("agents", "/agents", Group.WORK, Optional.of("AGENTS_READ")),
  CONTACTS("contacts", "/contacts", Group.WORK, Optional.of("CONTACTS_READ")),
  USAGE("usage", "/usage", Group.WORK, Optional.of("USAGE_READ")),
  TEAMS("teams", "/teams", Group.SETTINGS, Optional.of("MEMBERS_READ")),
  AUDIT("audit", "/audit-logs", Group.SETTINGS, Optional.of("AUDIT_READ_OWN")),
  SETTINGS("settings", "/settings", Group.SETTINGS, Optional.of("ORGANIZATION_READ")),
  API_DOCS("docs", "/docs", Group.HELP, Optional.empty()),
  /// For operators of the installation.
  OPERATOR("operator", "/operator", Group.OPERATOR, Optional.empty()),
  /// About somebody themselves; reached by their name.
  PROFILE("profile", "/profile", Group.NONE, Optional.empty()),
  /// Outside of the navigation.
  NONE("none", "/", Group.NONE, Optional.empty());

  /// Sections that stand together.
  public enum Group {
    WORK,
    SETTINGS,
    HELP,
    OPERATOR,
    NONE
  }

  private final String text;
  private final String path;
  private final Group group;
  private final Optional<String> right;

  Section(String text, String path, Group group, Optional<String> right) {
    this.text = text;
    this.path = path;
    this.group = group;
    this.right = right;
  }

  /// Its name in the texts is `nav.` and this.
  public String text() {
    return text;
  }

  public String path() {
    return path;
  }

  public Group group() {
    return group;
  }

  Optional<String> right() {
    return right;
  }
}
