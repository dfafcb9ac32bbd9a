package latchkey;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import latchkey.doors.open.ContactOperations;
import latchkey.doors.open.OpenOperation;

/// What can be done at the open door: one line for each resource.
final class OpenOperations {
  private OpenOperations() {}

  static List<OpenOperation> of(Rooms rooms) {
    Function<String, ZoneId> zones = id -> rooms.organizations().find(id).orElseThrow().timeZone();
    return Stream.of(new ContactOperations(rooms.crm().contacts(), zones).operations())
        .flatMap(List::stream)
        .toList();
  }
}
