package latchkey.doors.manage;

import java.util.Arrays;
import java.util.List;
import latchkey.doors.Answer;
import latchkey.people.Right;
import latchkey.people.Role;

/// `/api/v1/roles`: who may do what.
public final class RoleOperations {
  public List<Operation> operations() {
    return List.of(
        Operation.get(
            "/api/v1/roles", Need.of(Right.MEMBERS_READ, "members.read"), RoleOperations::list));
  }

  /// @param right as `/api/v1/me` names it
  /// @param roles that hold it
  /// @param permissions by which a management key may do it; none where only people may
  private record Shown(
      String right, String description, List<String> roles, List<String> permissions) {
    static Shown of(Right right) {
      return new Shown(
          right.name(),
          right.description(),
          right.holders().stream().map(Role::text).toList(),
          right.permissions().stream().sorted().toList());
    }
  }

  private record Rights(List<Shown> rights) {}

  private static Answer list(Call call) {
    return Answer.of(new Rights(Arrays.stream(Right.values()).map(Shown::of).toList()));
  }
}
