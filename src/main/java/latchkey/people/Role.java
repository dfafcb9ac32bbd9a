package latchkey.people;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a member is in an organization, the most powerful first. [Right] says what each may do.
public enum Role {
  OWNER,
  ADMIN,
  MANAGER,
  MEMBER,
  VIEWER;

  public boolean holds(Right right) {
    return right.holders().contains(this);
  }

  public Set<Right> rights() {
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    Arrays.stream(Right.values()).filter(this::holds).forEach(rights::add);
    return Collections.unmodifiableSet(rights);
  }

  /// Whether a member of this role may hand that permission, such as `members.update`, to a key:
  /// nobody gives a key more than they hold themselves.
  public boolean mayGrant(String permission) {
    Set<Right> behind = Right.behind(permission);
    return behind.stream().allMatch(this::holds);
  }

  /// As clients write it, such as `owner`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
