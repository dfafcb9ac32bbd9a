package latchkey.people;

import java.util.Set;
import latchkey.audit.By;

/// Who asks for a change among people. What a person may is looked up when the change is made;
/// what a management key may are its permissions.
public record Actor(By by, Set<String> permissions) {
  public Actor {
    permissions = Set.copyOf(permissions);
  }

  public static Actor person(By by) {
    return new Actor(by, Set.of());
  }
}
