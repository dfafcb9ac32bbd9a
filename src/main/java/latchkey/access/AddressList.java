package latchkey.access;

import java.util.List;
import java.util.Optional;

/// The addresses from which a key may be used; an empty list is [#ANY].
public final class AddressList {
  public static final int MAX_ENTRIES = 100;
  public static final AddressList ANY = new AddressList(List.of());

  private static final int LONGS_PER_IPV6 = 4;
  private static final long IPV4_BITS = 0xffff_ffffL;

  private final List<AddressRange> ranges;

  // What a request reads, in few cache lines: the network in the upper half of a long and its mask
  // in the lower one for IPv4, and four longs a range for IPv6.
  private final long[] ipv4;
  private final long[] ipv6;

  private AddressList(List<AddressRange> ranges) {
    this.ranges = ranges;
    this.ipv4 =
        ranges.stream()
            .filter(AddressRange::isV4)
            .mapToLong(range -> (range.network().low() << 32) | (range.maskLow() & IPV4_BITS))
            .toArray();
    this.ipv6 =
        ranges.stream()
            .filter(range -> !range.isV4())
            .mapMultiToLong(
                (range, longs) -> {
                  longs.accept(range.network().high());
                  longs.accept(range.network().low());
                  longs.accept(range.maskHigh());
                  longs.accept(range.maskLow());
                })
            .toArray();
  }

  /// Reads entries as people write them: IPv4, IPv6 or CIDR each; repeated ones count once.
  public static AddressList parse(List<String> entries) {
    if (entries.size() > MAX_ENTRIES) {
      throw new InvalidAddressException(
          entries.get(MAX_ENTRIES), "is one entry too many: a list has at most " + MAX_ENTRIES);
    }
    List<AddressRange> ranges =
        entries.stream().map(String::strip).map(AddressRange::parse).distinct().toList();
    return ranges.isEmpty() ? ANY : new AddressList(ranges);
  }

  /// Reads what [#text] wrote.
  public static AddressList ofText(String text) {
    return text.isEmpty() ? ANY : parse(List.of(text.split(" ", -1)));
  }

  public boolean isAny() {
    return ranges.isEmpty();
  }

  public boolean allows(Address address) {
    return isAny() || names(address);
  }

  /// Whether one entry holds all of the range, or there is none.
  public boolean allowsAll(AddressRange range) {
    return isAny() || ranges.stream().anyMatch(own -> own.contains(range));
  }

  /// Whether an entry holds the address; unlike [#allows], an empty list names nobody.
  boolean names(Address address) {
    if (address.isV4()) {
      int bits = (int) address.low();
      for (long range : ipv4) {
        if ((bits & (int) range) == (int) (range >>> 32)) {
          return true;
        }
      }
      return false;
    }
    for (int i = 0; i < ipv6.length; i += LONGS_PER_IPV6) {
      if ((address.high() & ipv6[i + 2]) == ipv6[i]
          && (address.low() & ipv6[i + 3]) == ipv6[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /// The first entry that holds the address; empty when none does, and for [#ANY], which has no
  /// entries.
  public Optional<String> entryAllowing(Address address) {
    return ranges.stream()
        .filter(range -> range.contains(address))
        .findFirst()
        .map(AddressRange::toString);
  }

  /// The entries of `other` that no entry of this list holds; its absence of entries counts as
  /// one.
  public List<String> beyond(AddressList other) {
    if (isAny()) {
      return List.of();
    }
    return other.isAny()
        ? List.of("any address")
        : other.ranges.stream()
            .filter(range -> ranges.stream().noneMatch(own -> own.contains(range)))
            .map(AddressRange::toString)
            .toList();
  }

  public List<String> entries() {
    return ranges.stream().map(AddressRange::toString).toList();
  }

  /// The canonical entries on one line, separated by blanks; empty for [#ANY].
  public String text() {
    return String.join(" ", entries());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressList that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return isAny() ? "any" : text();
  }
}
