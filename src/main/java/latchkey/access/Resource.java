package latchkey.access;

import java.util.HashSet;
import java.util.List;

/// Something that can be permitted, and what can be done with it.
public record Resource(String name, List<String> actions) {
  public static final int MAX_ACTIONS = 32;
  private static final String NAME_RULE =
      "starts with a letter a-z and has at most 64 of a-z, 0-9, _ and -";

  public Resource {
    actions = List.copyOf(actions);
    if (!PermissionName.isPart(name)) {
      throw new InvalidPermissionException(name, "cannot name a resource: a name " + NAME_RULE);
    }
    if (actions.isEmpty() || actions.size() > MAX_ACTIONS) {
      throw new InvalidPermissionException(
          name, "has " + actions.size() + " actions: a resource has 1 to " + MAX_ACTIONS);
    }
    var seen = new HashSet<String>();
    for (String action : actions) {
      if (!PermissionName.isPart(action)) {
        throw new InvalidPermissionException(
            name + "." + action, "cannot name an action: a name " + NAME_RULE);
      }
      if (!seen.add(action)) {
        throw new InvalidPermissionException(name + "." + action, "is declared twice");
      }
    }
  }
}
