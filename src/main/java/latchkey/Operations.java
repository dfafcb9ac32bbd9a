package latchkey;

import java.util.List;
import java.util.stream.Stream;
import latchkey.doors.manage.Operation;

/// What can be done at the manage door: one line for each resource.
final class Operations {
  private Operations() {}

  static List<Operation> of(Rooms rooms) {
    return Stream.<List<Operation>>of().flatMap(List::stream).toList();
  }
}
