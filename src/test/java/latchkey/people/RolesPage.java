package latchkey.people;

import java.util.Arrays;
import java.util.stream.Collectors;

/// `docs/roles.md`, made from the table in [Right].
final class RolesPage {
  private RolesPage() {}

  static String text() {
    return """
    # Roles and rights

    Made from `latchkey.people.Right` by `RolesTest`; do not edit.

    A member has one role in each organization. An organization has exactly one owner, who can
    hand the ownership over. Nobody gives anybody, or a key, more than they hold themselves.
    A management key may do what its permissions say, whatever role its maker had; it never
    manages admins or the owner.

    The settings of an organization are its owner's alone: one right covers its name, its billing
    contact and whether copies of secrets are kept, and whoever changes one of them decides for all.
    Somebody who was invited is *Invited* until they join, then *Active* or *Suspended*; there is
    no state *Pending* between the two, for who joins needs nobody's consent any more.

    | right | %s | permission of a management key |
    |---|%s---|
    %s
    """
        .formatted(
            Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(" | ")),
            ":-:|".repeat(Role.values().length),
            Arrays.stream(Right.values()).map(RolesPage::row).collect(Collectors.joining("\n")));
  }

  private static String row(Right right) {
    return "| %s | %s | %s |"
        .formatted(
            right.description(),
            Arrays.stream(Role.values())
                .map(role -> role.holds(right) ? "✓" : "–")
                .collect(Collectors.joining(" | ")),
            right.permissions().isEmpty()
                ? "–"
                : right.permissions().stream()
                    .sorted()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ")));
  }
}
