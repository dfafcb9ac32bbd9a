package latchkey.files;

/// What may be kept.
///
/// @param mostBytes of one file
/// @param mostOfContact how many files a contact may have
/// @param mostOfOrganization how many bytes all files of an organization may have, each counted
/// also where two have the same content
/// @param executables whether programs and scripts are taken
public record Rules(
    long mostBytes, int mostOfContact, long mostOfOrganization, boolean executables) {
  public Rules {
    if (mostBytes < 1 || mostOfContact < 1 || mostOfOrganization < 1) {
      throw new IllegalArgumentException("rules leave room for a file");
    }
  }
}
