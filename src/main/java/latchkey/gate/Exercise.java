package latchkey.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import latchkey.access.Grants;
import latchkey.access.InvalidQueryException;
import latchkey.access.Query;
import latchkey.usage.ActionNames;
import latchkey.usage.UsageReader.GrantedAction;

/// Which of its permissions a key made use of.
///
/// A question that several permissions answer, such as `contacts.read OR leads.read`, makes use
/// of all of them that the key holds: rather one too many than one that is missed when the others
/// are taken away.
///
/// @param permissions each that the key holds, in the catalog's order
/// @param complete whether it is known of every call what it asked for
public record Exercise(List<Held> permissions, boolean complete) {
  /// One permission that the key holds.
  ///
  /// @param calls how many granted calls asked for it; 0: none
  /// @param lastDay the last day of them, in the organization's time zone; 0: none
  public record Held(String permission, long calls, long lastDay) {
    private Held plus(GrantedAction granted) {
      return new Held(permission, calls + granted.count(), Math.max(lastDay, granted.lastDay()));
    }
  }

  public Exercise {
    permissions = List.copyOf(permissions);
  }

  /// What these granted calls exercised of the permissions.
  public static Exercise of(Grants grants, List<GrantedAction> granted) {
    Map<String, Held> held = new LinkedHashMap<>();
    grants.names().forEach(name -> held.put(name, new Held(name, 0, 0)));
    boolean complete = true;
    for (GrantedAction action : granted) {
      if (!action.action().equals(UsageCounter.ANYTHING)) {
        try {
          complete &= !action.action().equals(ActionNames.OTHER_NAME);
          Query.parse(action.action())
              .exercised(grants)
              .forEach(name -> held.computeIfPresent(name, (_, one) -> one.plus(action)));
        } catch (InvalidQueryException e) {
          complete = false; // counted by a newer program
        }
      }
    }
    return new Exercise(List.copyOf(held.values()), complete);
  }
}
