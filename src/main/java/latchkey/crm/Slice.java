package latchkey.crm;

import java.util.Optional;

/// Which part of a list is wanted: a page by its number, or what follows a position.
public record Slice(int skipped, int limit, Optional<Position> after) {
  public static final int MOST = 100;

  /// What is skipped is read, so only the beginning of a list has numbered pages.
  public static final int MOST_SKIPPED = 10_000;

  public Slice {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    if (skipped < 0 || skipped > MOST_SKIPPED) {
      throw new IllegalArgumentException(
          "page numbers reach over the first %d contacts: go on with the cursor from there"
              .formatted(MOST_SKIPPED));
    }
  }

  /// A page by its number, counted from 1.
  public static Slice page(int page, int limit) {
    if (page < 1) {
      throw new IllegalArgumentException("page is 1 or more");
    }
    return new Slice(
        (int) Math.min((page - 1L) * Math.max(limit, 0), Integer.MAX_VALUE),
        limit,
        Optional.empty());
  }

  public static Slice after(Position position, int limit) {
    return new Slice(0, limit, Optional.of(position));
  }
}
