package latchkey.access;

import java.util.Optional;

/// All addresses that share the first `prefix` bits of `network`, counted in the 128-bit form
/// (`10.0.0.0/8` has 104).
public record AddressRange(Address network, int prefix) {
  private static final int BITS = 128;
  private static final int BITS_BEFORE_IPV4 = 96;

  public AddressRange {
    if (prefix < 0 || prefix > BITS) {
      throw new IllegalArgumentException("A prefix has 0 to 128 bits, not " + prefix);
    }
    if (!masked(network, prefix).equals(network)) {
      throw new IllegalArgumentException(network + " has bits set after the first " + prefix);
    }
  }

  /// Reads an address or a CIDR range; a range whose host bits are set is refused, because its
  /// author meant another.
  public static AddressRange parse(String entry) {
    int slash = entry.indexOf('/');
    String addressText = slash < 0 ? entry : entry.substring(0, slash);
    Address address =
        Address.parse(addressText)
            .orElseThrow(
                () ->
                    new InvalidAddressException(
                        entry, "is not an IPv4 or IPv6 address or CIDR range"));
    if (slash < 0) {
      return new AddressRange(address, BITS);
    }
    int bitsBefore = addressText.indexOf(':') < 0 ? BITS_BEFORE_IPV4 : 0;
    int prefix = bitsBefore + prefixLength(entry, slash + 1, BITS - bitsBefore);
    Address network = masked(address, prefix);
    if (!network.equals(address)) {
      throw new InvalidAddressException(entry, hostBits(address, network, prefix));
    }
    return new AddressRange(network, prefix);
  }

  /// The range of that length, in the 128-bit form, that holds the address.
  public static AddressRange around(Address address, int prefix) {
    return new AddressRange(masked(address, prefix), prefix);
  }

  private static int prefixLength(String entry, int from, int max) {
    return Optional.of(entry.substring(from))
        .filter(digits -> digits.matches("0|[1-9][0-9]{0,2}"))
        .map(Integer::parseInt)
        .filter(length -> length <= max)
        .orElseThrow(
            () ->
                new InvalidAddressException(
                    entry, "needs a prefix length from 0 to " + max + " after the /"));
  }

  private static String hostBits(Address address, Address network, int prefix) {
    boolean mappedBlockIsCut = address.isV4() && prefix < BITS_BEFORE_IPV4;
    String meant =
        mappedBlockIsCut ? "" : new AddressRange(network, prefix) + " for the network, or ";
    return "has bits set after its prefix: write " + meant + address + " for the one address";
  }

  public boolean isV4() {
    return network.isV4();
  }

  /// Whether the address lies inside; an IPv6 range holds no IPv4 address, so `::/0` means any
  /// IPv6.
  public boolean contains(Address address) {
    return address.isV4() == isV4() && masked(address, prefix).equals(network);
  }

  /// Whether every address of the other range lies inside.
  public boolean contains(AddressRange other) {
    return other.prefix >= prefix && contains(other.network);
  }

  /// The canonical form: a single address without prefix, `10.0.0.0/8`, `2001:db8::/32`.
  @Override
  public String toString() {
    return prefix == BITS
        ? network.toString()
        : network + "/" + (isV4() ? prefix - BITS_BEFORE_IPV4 : prefix);
  }

  long maskHigh() {
    return maskHigh(prefix);
  }

  long maskLow() {
    return maskLow(prefix);
  }

  private static Address masked(Address address, int prefix) {
    return new Address(address.high() & maskHigh(prefix), address.low() & maskLow(prefix));
  }

  private static long maskHigh(int prefix) {
    return ones(Math.min(prefix, 64));
  }

  private static long maskLow(int prefix) {
    return ones(Math.max(prefix - 64, 0));
  }

  private static long ones(int leading) {
    return leading == 0 ? 0 : -1L << (64 - leading);
  }
}
