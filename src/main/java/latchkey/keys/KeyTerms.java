package latchkey.keys;

import java.util.List;
import latchkey.access.AddressList;
import latchkey.limits.Limits;

/// What a key is called and may do: all of it that can be changed.
///
/// @param permissions as granted, wildcards kept; names of the organization's catalog, checked by
/// who makes the terms
public record KeyTerms(
    String name,
    String description,
    List<String> permissions,
    AddressList addresses,
    Limits limits,
    Validity validity,
    Metadata metadata,
    Tags tags) {
  public static final int MOST_NAME = 100;
  public static final int MOST_DESCRIPTION = 500;

  public KeyTerms {
    name = checkedName(name);
    description = checkedDescription(description);
    permissions = List.copyOf(checkedPermissions(permissions));
  }

  public static String checkedName(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()
        || length(stripped) > MOST_NAME
        || stripped.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a key's name has 1 to " + MOST_NAME + " characters, in one line");
    }
    return stripped;
  }

  public static String checkedDescription(String description) {
    if (length(description) > MOST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "a key's description has at most " + MOST_DESCRIPTION + " characters");
    }
    return description;
  }

  public static List<String> checkedPermissions(List<String> permissions) {
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one permission");
    }
    return permissions;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// From anywhere, for ever, with these limits, and nothing noted.
  public static KeyTerms of(String name, List<String> permissions, Limits limits) {
    return new KeyTerms(
        name,
        "",
        permissions,
        AddressList.ANY,
        limits,
        Validity.UNBOUNDED,
        Metadata.NONE,
        Tags.NONE);
  }

  public KeyTerms from(AddressList onlyAddresses) {
    return new KeyTerms(
        name, description, permissions, onlyAddresses, limits, validity, metadata, tags);
  }

  public KeyTerms limited(Limits newLimits) {
    return new KeyTerms(
        name, description, permissions, addresses, newLimits, validity, metadata, tags);
  }

  public KeyTerms valid(Validity newValidity) {
    return new KeyTerms(
        name, description, permissions, addresses, limits, newValidity, metadata, tags);
  }

  public KeyTerms tagged(Tags newTags) {
    return new KeyTerms(
        name, description, permissions, addresses, limits, validity, metadata, newTags);
  }
}
