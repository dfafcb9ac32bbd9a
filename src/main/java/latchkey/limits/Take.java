package latchkey.limits;

import java.util.List;

/// The answer to a take: admitted, or refused without anything spent.
public sealed interface Take {

  /// The counts as this take left them.
  Windows windows();

  /// What the headers of the answer say; computed only when asked for.
  default List<Standing> standings(long now) {
    return windows().standings(now);
  }

  /// Admitted, and counted in every limit.
  record Taken(Windows windows) implements Take {}

  /// Refused: the same cost passes all limits after `retryAfterMillis` and no earlier, if nothing
  /// else comes. `limit` is the one that has to be waited for.
  record Refused(Limit limit, long retryAfterMillis, Windows windows) implements Take {}

  /// Refused for ever: the cost alone is more than `limit` admits in a window.
  record Impossible(Limit limit, Windows windows) implements Take {}
}
