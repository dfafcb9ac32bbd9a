package latchkey.doors.manage;

import latchkey.people.Person;

/// A person as they are shown.
record PersonShape(
    String id, String email, String firstName, String lastName, boolean operator, long version) {
  static PersonShape of(Person person) {
    return new PersonShape(
        person.id(),
        person.email().text(),
        person.firstName(),
        person.lastName(),
        person.operator(),
        person.version());
  }
}
