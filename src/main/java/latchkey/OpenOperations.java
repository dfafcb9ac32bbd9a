package latchkey;

import java.util.List;
import java.util.stream.Stream;
import latchkey.doors.open.OpenOperation;

/// What can be done at the open door: one line for each resource.
final class OpenOperations {
  private OpenOperations() {}

  static List<OpenOperation> all() {
    return Stream.<List<OpenOperation>>of().flatMap(List::stream).toList();
  }
}
