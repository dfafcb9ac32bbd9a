package latchkey.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The proxies whose word about a client's address is believed.
///
/// Headers are read from the right, because that end was written by the nearest proxy: a client
/// can put anything before what the proxies add, but nothing behind it.
public final class TrustedProxies {
  public static final TrustedProxies NONE = new TrustedProxies(AddressList.ANY);
  static final int MAX_HOPS = 50;

  private final AddressList proxies;

  private TrustedProxies(AddressList proxies) {
    this.proxies = proxies;
  }

  /// Trusts the listed addresses; an empty list trusts nobody.
  public static TrustedProxies of(AddressList proxies) {
    return proxies.isAny() ? NONE : new TrustedProxies(proxies);
  }

  public boolean trusts(Address address) {
    return proxies.names(address);
  }

  /// The first untrusted hop from the right, or the leftmost hop when all are trusted.
  ///
  /// Most proxies write one of the two headers and hand the other through as the client sent it.
  /// So when both name a client and disagree, one is forged and nobody can tell which: the answer
  /// is [Address#UNSPECIFIED].
  public Address clientOf(Address socket, List<String> forwarded, List<String> xForwardedFor) {
    if (!trusts(socket)) {
      return socket;
    }
    Address first = walk(socket, forwarded, ForwardedHop::ofForwarded);
    Address second = walk(socket, xForwardedFor, ForwardedHop::ofXForwardedFor);
    if (trusts(first)) {
      return trusts(second) && !first.equals(socket) ? first : second;
    }
    return trusts(second) || first.equals(second) ? first : Address.UNSPECIFIED;
  }

  /// The farthest address that trusted proxies vouch for; a hop that cannot be read ends the
  /// walk.
  private Address walk(
      Address socket, List<String> lines, Function<String, Optional<Address>> readHop) {
    Address client = socket;
    int hops = 0;
    for (int line = lines.size() - 1; line >= 0; line--) {
      String text = lines.get(line);
      int end = text.length();
      while (end >= 0) {
        int comma = ForwardedHop.commaBefore(text, end);
        String hop = text.substring(comma + 1, end).strip();
        end = comma;
        if (hop.isEmpty()) {
          continue;
        }
        Optional<Address> address = ++hops > MAX_HOPS ? Optional.empty() : readHop.apply(hop);
        if (address.isEmpty()) {
          return client;
        }
        client = address.get();
        if (!trusts(client)) {
          return client;
        }
      }
    }
    return client;
  }

  @Override
  public String toString() {
    return proxies.isAny() ? "none" : proxies.text();
  }
}
