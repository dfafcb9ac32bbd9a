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
}
