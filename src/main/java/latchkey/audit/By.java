package latchkey.audit;

/// Who does something: their name is kept as it was then.
///
/// @param id the person's, the key's public one, or the name of a part of the program
public record By(Kind kind, String id, String name, Origin origin) {
  private static final int LONGEST = 300;

  public enum Kind {
    PERSON,
    /// A management key.
    KEY,
    /// A person in the installation-wide role.
    OPERATOR,
    /// The program itself, such as a job.
    SYSTEM
  }

  public By {
    id = Text.clean(id, LONGEST);
    name = Text.clean(name, LONGEST);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("who does something has an id");
    }
  }

  /// A part of the program, such as `retention`.
  public static By system(String part) {
    return new By(Kind.SYSTEM, part, "Latchkey", Origin.NONE);
  }

  public static By person(String id, String name, Origin origin) {
    return new By(Kind.PERSON, id, name, origin);
  }

  public static By key(String id, String name, Origin origin) {
    return new By(Kind.KEY, id, name, origin);
  }

  public static By operator(String id, String name, Origin origin) {
    return new By(Kind.OPERATOR, id, name, origin);
  }
}
