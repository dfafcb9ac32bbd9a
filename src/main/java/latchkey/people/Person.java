package latchkey.people;

/// Somebody who can sign in; what they may do hangs on their membership.
///
/// @param operator whether they run the installation: they create and suspend organizations, and
/// read nothing of them
public record Person(
    String id, Email email, String firstName, String lastName, boolean operator, long version) {
  public static final int MOST_NAME = 50;

  public Person {
    firstName = name("first name", firstName);
    lastName = name("last name", lastName);
  }

  public String name() {
    return firstName + " " + lastName;
  }

  private static String name(String what, String text) {
    String name = text.strip();
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > MOST_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a %s has 1 to %d characters".formatted(what, MOST_NAME));
    }
    return name;
  }
}
