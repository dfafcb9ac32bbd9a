package latchkey.cli;

/// A command that ends without having done what it was asked: with which code, and what to print.
///
/// It has no stack trace: it tells its user about the command, not us about the program.
final class Failure extends RuntimeException {
  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  static Failure usage(String message) {
    return new Failure(Cli.BAD_USAGE, message);
  }

  int exitCode() {
    return exitCode;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
