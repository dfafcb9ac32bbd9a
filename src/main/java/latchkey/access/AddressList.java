package latchkey.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The addresses from which a key may be used; an empty list is [#ANY].
public final class AddressList {
  public static final int MAX_ENTRIES = 100;
  public static final AddressList ANY = new AddressList(List.of());

  private static final int LONGS_PER_RANGE = 4;

  private final List<AddressRange> ranges;

  /// Network and mask of each range, four longs a range, IPv4 ranges first: what a request reads.
  private final long[] packed;

  private final int ipv4End;

  private AddressList(List<AddressRange> ranges) {
    this.ranges = ranges;
    this.packed =
        Stream.concat(
                ranges.stream().filter(AddressRange::isV4),
                ranges.stream().filter(range -> !range.isV4()))
            .mapMultiToLong(
                (range, longs) -> {
                  longs.accept(range.network().high());
                  longs.accept(range.network().low());
                  longs.accept(range.maskHigh());
                  longs.accept(range.maskLow());
                })
            .toArray();
    this.ipv4End = LONGS_PER_RANGE * (int) ranges.stream().filter(AddressRange::isV4).count();
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

  /// Whether an entry holds the address; unlike [#allows], an empty list names nobody.
  boolean names(Address address) {
    boolean ipv4 = address.isV4();
    int end = ipv4 ? ipv4End : packed.length;
    for (int i = ipv4 ? 0 : ipv4End; i < end; i += LONGS_PER_RANGE) {
      if ((address.high() & packed[i + 2]) == packed[i]
          && (address.low() & packed[i + 3]) == packed[i + 1]) {
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
