package latchkey.doors.manage;

import java.util.Set;
import latchkey.people.Actor;

/// Who changes something among people: a key brings what it may, a person is looked up.
final class Actors {
  private Actors() {}

  static Actor of(Call call) {
    return switch (call.caller()) {
      case Caller.Manager(var key) -> new Actor(call.by(), Set.copyOf(key.grants().names()));
      case Caller.Anonymous _, Caller.Person _, Caller.Member _, Caller.Operator _ ->
          Actor.person(call.by());
    };
  }
}
