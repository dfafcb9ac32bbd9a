package latchkey.keys;

import java.util.List;
import java.util.Optional;

/// Who still uses the old secret of a rotating key.
///
/// @param since from when on requests are counted: the beginning of the hour of the start
/// @param requests with the old secret, whatever their outcome
/// @param from the last places that it was used from since the start, the latest first
public record OldSecretUse(
    Optional<KeyPage.Use> last,
    long since,
    long requests,
    long requestsInTheLastDay,
    List<KeyPage.Use> from) {
  public OldSecretUse {
    from = List.copyOf(from);
  }
}
