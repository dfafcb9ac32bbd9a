package latchkey.crm;

import java.util.List;
import java.util.Optional;

/// A part of a list.
///
/// @param next where it goes on, if it does
/// @param total how many there are in the whole list, or at least are
public record Found(
    List<Contact> contacts, Optional<Position> next, long total, boolean totalIsExact) {
  public Found {
    contacts = List.copyOf(contacts);
  }

  /// With no fewer in the whole list than this part of it proves; where it shows the list's end,
  /// all of them are known.
  Found proving(Slice slice) {
    if (totalIsExact || contacts.isEmpty()) {
      return this;
    }
    long seen = (long) slice.skipped() + contacts.size();
    return next.isEmpty() && slice.after().isEmpty()
        ? new Found(contacts, next, seen, true)
        : new Found(contacts, next, Math.max(total, next.isPresent() ? seen + 1 : seen), false);
  }
}
