package latchkey.doors.manage;

import latchkey.gate.KeySnapshot;
import latchkey.people.Session;
import latchkey.people.Session.Place;

/// Who calls, once it is proved and found sufficient for the operation.
public sealed interface Caller {
  /// Nobody in particular; at public operations everybody is.
  record Anonymous() implements Caller {}

  /// Somebody who is signed in, but works in no organization that matters here.
  record Person(Session session) implements Caller {}

  /// Somebody who is signed in and holds the right in the organization they work in.
  record Member(Session session, Place place) implements Caller {}

  /// A management key that holds the permission.
  record Manager(KeySnapshot key) implements Caller {}

  /// Somebody in the installation-wide role.
  record Operator(Session session) implements Caller {}
}
