package latchkey.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import latchkey.access.AddressRange;

/// How a key was used from one network, as [Place#around] draws it.
///
/// @param addresses how many of it were seen; at least, where there were too many to keep each
public record NetworkUse(
    AddressRange network, int addresses, long lastAt, long granted, long refused) {

  /// The networks of these places, each of which comes once; the most used first. Who came from
  /// nowhere in particular is in none.
  public static List<NetworkUse> of(List<Sighting> places) {
    Map<AddressRange, NetworkUse> networks = new LinkedHashMap<>();
    for (Sighting seen : places) {
      switch (seen.place()) {
        case Place.One(var address) -> add(networks, Place.around(address), 1, seen);
        case Place.Network(var range) -> add(networks, range, 0, seen);
        case Place.Unknown _, Place.Various _ -> {}
      }
    }
    List<NetworkUse> uses = new ArrayList<>(networks.values());
    uses.sort(Comparator.comparingLong(NetworkUse::granted).reversed());
    return uses;
  }

  private static void add(
      Map<AddressRange, NetworkUse> networks, AddressRange range, int addresses, Sighting seen) {
    var _ =
        networks.merge(
            range,
            new NetworkUse(range, addresses, seen.lastAt(), seen.granted(), seen.refused()),
            NetworkUse::plus);
  }

  private NetworkUse plus(NetworkUse other) {
    return new NetworkUse(
        network,
        addresses + other.addresses,
        Math.max(lastAt, other.lastAt),
        granted + other.granted,
        refused + other.refused);
  }
}
