package latchkey.crm;

import java.util.Optional;
import java.util.OptionalLong;

/// Which contacts a list shows.
///
/// @param search parts of the name, the e-mail address or the number, all of which must be there
/// @param owner a member's id or e-mail address, as first or second owner
/// @param createdFrom and the others: milliseconds, both ends included
public record Filter(
    Optional<String> search,
    Optional<String> status,
    Optional<String> stage,
    Optional<String> owner,
    Optional<String> email,
    Optional<String> mobileNumber,
    boolean archived,
    OptionalLong createdFrom,
    OptionalLong createdTo,
    OptionalLong updatedFrom,
    OptionalLong updatedTo) {
  private static final int LONGEST_SEARCH = 200;
  private static final int MOST_WORDS = 10;

  /// An engine looks at every contact once for each word.
  public Filter {
    search.ifPresent(Filter::requireShort);
  }

  private static void requireShort(String search) {
    if (search.length() > LONGEST_SEARCH) {
      throw new IllegalArgumentException(
          "search has at most %d characters".formatted(LONGEST_SEARCH));
    }
    if (Folding.parts(search).size() > MOST_WORDS) {
      throw new IllegalArgumentException("search has at most %d words".formatted(MOST_WORDS));
    }
  }

  /// All that are not archived.
  public static final Filter NONE =
      new Filter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  /// All that are archived.
  public static final Filter ARCHIVED = NONE.inArchive(true);

  public Filter searching(String text) {
    return with(Optional.of(text), status, stage, owner, archived);
  }

  public Filter inArchive(boolean those) {
    return with(search, status, stage, owner, those);
  }

  Filter ownedBy(String memberId) {
    return with(search, status, stage, Optional.of(memberId), archived);
  }

  /// Those that have that name of the list.
  Filter bearing(Listing listing, String name) {
    Optional<String> named = Optional.of(name);
    return with(
        search,
        listing == Listing.STATUSES ? named : status,
        listing == Listing.STAGES ? named : stage,
        owner,
        archived);
  }

  private Filter with(
      Optional<String> search,
      Optional<String> status,
      Optional<String> stage,
      Optional<String> owner,
      boolean archived) {
    return new Filter(
        search,
        status,
        stage,
        owner,
        email,
        mobileNumber,
        archived,
        createdFrom,
        createdTo,
        updatedFrom,
        updatedTo);
  }

  /// Whether it asks for nothing but which side of the archive.
  boolean isBare() {
    return equals(archived ? ARCHIVED : NONE);
  }
}
