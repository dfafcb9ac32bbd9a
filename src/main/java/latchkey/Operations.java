package latchkey;

import java.util.List;
import java.util.stream.Stream;
import latchkey.doors.manage.KeyBulkOperations;
import latchkey.doors.manage.KeyOperations;
import latchkey.doors.manage.Operation;
import latchkey.doors.manage.RotationOperations;

/// What can be done at the manage door: one line for each resource.
final class Operations {
  private Operations() {}

  static List<Operation> of(Rooms rooms) {
    return Stream.of(
            new KeyOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            new RotationOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            new KeyBulkOperations(rooms.keyRoom(), rooms.organizations()).operations())
        .flatMap(List::stream)
        .toList();
  }
}
