package latchkey.gate;

import latchkey.access.Address;
import latchkey.access.Query;
import latchkey.keys.Credential;
import org.jspecify.annotations.Nullable;

/// One question to the gate.
///
/// @param need what the key must be permitted, or null: nothing in particular
/// @param agent the agent it is about, or null: none
/// @param organization the only organization whose keys the asker may see, or null: any
/// @param address the client's, or null: not known
/// @param cost what it takes from each limit; 0 asks the limits without spending
/// @param now epoch milliseconds
public record Ask(
    Credential credential,
    @Nullable Query need,
    @Nullable String agent,
    @Nullable String organization,
    @Nullable Address address,
    long cost,
    boolean limited,
    long now) {
  public static final long MOST_COST = 1_000_000_000;

  public Ask {
    if (cost < 0 || cost > MOST_COST) {
      throw new IllegalArgumentException("a cost is 0 to " + MOST_COST + ", not " + cost);
    }
  }

  /// The same question as it may be kept.
  Ask withoutCredential() {
    return new Ask(Credential.GONE, need, agent, organization, address, cost, limited, now);
  }

  /// A question of cost 1 under the key's limits.
  public static Ask of(Credential credential, @Nullable Query need, Address address, long now) {
    return new Ask(credential, need, null, null, address, 1, /* limited= */ true, now);
  }
}
