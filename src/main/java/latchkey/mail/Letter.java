package latchkey.mail;

/// A mail of plain text to one address.
public record Letter(String to, String subject, String text) {
  public Letter {
    if ((to + subject).chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("an address and a subject are one line");
    }
  }
}
