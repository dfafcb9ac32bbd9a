package latchkey.cli;

import java.util.List;
import java.util.regex.Pattern;

/// What nobody should type: every user of the machine reads a command line, and the shell's
/// history keeps it.
final class Arguments {
  /// A whole key, or the secret part of one; the public part alone is no secret.
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*[^0-9A-Za-z])?([a-z][a-z0-9]*_(live|test)_[0-9A-Za-z]{16}_)?[0-9A-Za-z]{49}([^0-9A-Za-z].*)?",
          Pattern.DOTALL);

  private Arguments() {}

  static void refuseSecrets(List<String> arguments) {
    if (arguments.stream().anyMatch(argument -> SECRET.matcher(argument).matches())) {
      throw Failure.usage(
          "a key's secret is on the command line, where other users and the shell's history see"
              + " it; pass it on standard input, in LATCHKEY_KEY, or let ./latchkey login ask for"
              + " it, and rotate that key if others may have read it");
    }
  }
}
