package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import latchkey.doors.Answer;
import latchkey.doors.Cursors;

/// Which part of a list is asked for.
///
/// @param after where the page before ended, as its list said it; empty at the beginning
public record Page(int limit, Optional<List<String>> after, Cursors cursors) {
  static final int DEFAULT_LIMIT = 20;
  static final int MOST = 100;

  /// One page as it is answered.
  public record Listed<T>(List<T> items, Optional<String> next) {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /// How many a room is to be asked for: one more tells whether there is a next page.
  public int oneMore() {
    return limit + 1;
  }

  /// The answer: of the items found, `position` says where each stands in its list, and `shown`
  /// what is shown of it.
  public <T, V> Answer answer(
      List<T> found, Function<T, List<String>> position, Function<T, V> shown) {
    boolean more = found.size() > limit;
    List<T> items = more ? found.subList(0, limit) : found;
    return Answer.of(
        new Listed<>(
            items.stream().map(shown).toList(),
            more ? Optional.of(cursors.text(position.apply(items.getLast()))) : Optional.empty()));
  }
}
