package latchkey.imports;

/// What somebody wants an import to do.
///
/// @param existing what happens to a row whose externalReferenceId a contact has already
/// @param duplicates what happens to one with the email or number of another contact
public record Plan(Mapping mapping, Existing existing, Duplicates duplicates) {
  public enum Existing {
    SKIP,
    UPDATE,
    ERROR
  }

  public enum Duplicates {
    SKIP,
    CREATE
  }
}
