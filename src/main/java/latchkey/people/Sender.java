package latchkey.people;

import latchkey.access.Address;
import latchkey.audit.Origin;

/// By what attempts from somewhere are counted: an IPv6 customer has a whole network of addresses.
final class Sender {
  private Sender() {}

  static String of(Origin origin) {
    return Address.parse(origin.address())
        .map(address -> address.holder().toString())
        .orElse(origin.address());
  }
}
