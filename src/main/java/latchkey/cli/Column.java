package latchkey.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/// A column of a list: its title, and where in a thing its value stands.
record Column(String title, JsonPointer at) {
  static Column of(String title, String pointer) {
    return new Column(title, JsonPointer.compile(pointer));
  }

  String of(JsonNode thing, Text text) {
    return text.of(thing.at(at));
  }
}
