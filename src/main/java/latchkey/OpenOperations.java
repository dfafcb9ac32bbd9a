package latchkey;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import latchkey.doors.Once;
import latchkey.doors.open.ContactOperations;
import latchkey.doors.open.FileOperations;
import latchkey.doors.open.FormOperations;
import latchkey.doors.open.OpenOperation;
import latchkey.idempotency.Idempotency;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// What can be done at the open door: one line for each resource.
final class OpenOperations {
  private OpenOperations() {}

  static List<OpenOperation> of(Rooms rooms, Idempotency idempotency, Settings settings) {
    Function<String, ZoneId> zones = id -> rooms.organizations().find(id).orElseThrow().timeZone();
    return Stream.of(
            new ContactOperations(rooms.crm().contacts(), zones).operations(),
            new FileOperations(
                    rooms.crm().files(),
                    rooms.crm().contacts(),
                    new Once(idempotency),
                    settings.get(Setting.MAX_UPLOAD))
                .operations(),
            new FormOperations(rooms.crm().forms(), rooms.crm().contacts()).operations())
        .flatMap(List::stream)
        .toList();
  }
}
