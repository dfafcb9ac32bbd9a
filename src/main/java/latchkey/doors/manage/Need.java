package latchkey.doors.manage;

import java.util.Optional;
import latchkey.people.Right;

/// What an operation demands of its caller.
public sealed interface Need {
  /// Nothing: anybody may.
  record Nothing() implements Need {}

  /// A person's session, in whatever organization, or in none.
  record SignedIn() implements Need {}

  /// A member whose role holds the right; or a management key with the permission, where there is
  /// one.
  record Held(Right right, Optional<String> permission) implements Need {
    public Held {
      if (permission.isPresent() && !right.permissions().contains(permission.get())) {
        throw new IllegalArgumentException(permission.get() + " does not exercise " + right);
      }
    }
  }

  /// The session of a person in the installation-wide role.
  record Operators() implements Need {}

  static Need of(Right right, String permission) {
    return new Held(right, Optional.of(permission));
  }

  static Need ofPeople(Right right) {
    return new Held(right, Optional.empty());
  }

  /// As `x-right` of the OpenAPI file says it.
  default String text() {
    return switch (this) {
      case Nothing _ -> "public";
      case SignedIn _ -> "signed-in";
      case Held held -> held.right().name();
      case Operators _ -> "operator";
    };
  }
}
