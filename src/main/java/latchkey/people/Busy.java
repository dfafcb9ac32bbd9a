package latchkey.people;

/// So many passwords are being checked that this one would wait for long. Nothing was done; soon
/// it can be tried again.
public final class Busy extends RuntimeException {
  Busy() {
    super("too many passwords at once", null, false, false);
  }
}
