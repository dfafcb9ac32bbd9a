package latchkey.settings;

import java.nio.file.Path;

/// Where a value came from, in words that let an operator find it.
public sealed interface Origin {
  record Flag(String name) implements Origin {}

  record Environment(String variable) implements Origin {}

  record File(Path path, String key) implements Origin {}

  record Default() implements Origin {}

  default String describe() {
    return switch (this) {
      case Flag(var name) -> "flag " + name;
      case Environment(var variable) -> "environment " + variable;
      case File(var path, var key) -> "file " + path + ": " + key;
      case Default() -> "default";
    };
  }
}
