package latchkey.doors.open;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import latchkey.doors.Cursors;
import latchkey.doors.open.OpenAnswer.Pagination;

/// Which part of a list is asked for, whose order is that of ids: a page by its number, or what
/// follows a cursor.
///
/// @param page absent where the list is read by cursor
/// @param after the id that the page before ended with
record OpenPage(OptionalInt page, int limit, Optional<String> after, Cursors cursors) {
  static final String[] PARAMETERS = {"page", "limit", "cursor"};
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST_LIMIT = 100;

  /// What is skipped is read, so only the beginning of a list has numbered pages.
  private static final int MOST_SKIPPED = 10_000;

  static OpenPage of(OpenCall call) {
    int limit = call.whole("limit", DEFAULT_LIMIT, MOST_LIMIT);
    Cursors cursors = call.cursors(List.of(PARAMETERS));
    Optional<String> cursor = call.parameter("cursor");
    if (cursor.isPresent()) {
      if (call.parameter("page").isPresent()) {
        throw OpenCall.wrong("page", "does not go with cursor, which says where the page begins");
      }
      String after = cursors.position(cursor.get()).getFirst();
      return new OpenPage(OptionalInt.empty(), limit, Optional.of(after), cursors);
    }
    int page = call.whole("page", 1, Integer.MAX_VALUE);
    if ((page - 1L) * limit > MOST_SKIPPED) {
      throw OpenCall.wrong(
          "page", "reaches over the first %d: go on with the cursor".formatted(MOST_SKIPPED));
    }
    return new OpenPage(OptionalInt.of(page), limit, Optional.empty(), cursors);
  }

  long skipped() {
    return page.isPresent() ? (page.getAsInt() - 1L) * limit : 0;
  }

  /// One more than the page has tells whether another one follows.
  int oneMore() {
    return limit + 1;
  }

  <T> List<T> shown(List<T> found) {
    return found.size() > limit ? found.subList(0, limit) : found;
  }

  /// @param total of all pages
  /// @param next the last id of this one, if another one follows
  Pagination pagination(long total, Optional<String> next) {
    return new Pagination(
        page, limit, total, /* exact= */ true, next.map(id -> cursors.text(List.of(id))));
  }
}
