package latchkey.usage;

import latchkey.access.Address;
import latchkey.access.AddressRange;

/// Where a key was used from, as exactly as it was kept.
public sealed interface Place {
  /// One address.
  record One(Address address) implements Place {}

  /// Some addresses of one network: there were too many to keep each.
  record Network(AddressRange range) implements Place {}

  /// Nobody said from where.
  record Unknown() implements Place {}

  /// Anywhere: there were too many networks as well.
  record Various() implements Place {}

  /// How large a network is that stands for its addresses: a /24 of IPv4, a /48 of IPv6.
  int V4_BITS = 96 + 24;

  int V6_BITS = 48;

  /// The network around an address, as its owner may have been given it.
  static AddressRange around(Address address) {
    return AddressRange.around(address, address.isV4() ? V4_BITS : V6_BITS);
  }

  /// What stands for this where it is one too many.
  default Place wider() {
    return switch (this) {
      case One(Address address) -> new Network(around(address));
      case Network _, Various _ -> new Various();
      case Unknown unknown -> unknown;
    };
  }

  /// As it stands in the rows.
  default String text() {
    return switch (this) {
      case One(Address address) -> address.toString();
      case Network(AddressRange range) -> range.toString();
      case Unknown _ -> "";
      case Various _ -> "*";
    };
  }

  /// Reads what [#text] wrote.
  static Place ofText(String text) {
    return switch (text) {
      case "" -> new Unknown();
      case "*" -> new Various();
      default ->
          text.indexOf('/') < 0
              ? new One(Address.parse(text).orElseThrow())
              : new Network(AddressRange.parse(text));
    };
  }
}
