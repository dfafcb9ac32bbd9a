package latchkey.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A person with a home folder who types commands, and what they get to see.
final class Typed {
  /// One command's end.
  record Ended(int code, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();

  Typed(Path home) {
    environment.put("HOME", home.toString());
  }

  /// With that variable from now on.
  Typed with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Typed without(String variable) {
    environment.remove(variable);
    return this;
  }

  Ended run(String... args) {
    return runWithInput("", args);
  }

  Ended runWithInput(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var terminal = new Terminal(environment, in, stream(out), stream(err));
    int code = new Cli(new NoServer(), environment, terminal).run(args);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
