package latchkey.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/// A column of a list: its title, and where in a thing its value stands.
record Column(String title, JsonPointer at) {
  static Column of(String title, String pointer) {
    return new Column(title, JsonPointer.compile(pointer));
  }

  /// Whether any of these things has it.
  boolean ofAny(JsonNode things) {
    for (var thing : things) {
      if (thing.at(at).isValueNode()) {
        return true;
      }
    }
    return false;
  }

  String of(JsonNode thing, Text text) {
    return text.of(thing.at(at));
  }
}
