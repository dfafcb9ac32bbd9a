package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressListTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:0:0/96, 203.0.113.5, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.5, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.5, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/65, 2001:db8:0:0:7fff::, true",
    "2001:db8::/65, 2001:db8:0:0:8000::, false",
    "2001:db8::1/128, 2001:db8::1, true",
  })
  void aRangeHoldsTheAddressesOfItsPrefixAndFamily(String range, String address, boolean allowed) {
    AddressList list = AddressList.parse(List.of(range));

    assertThat(list.allows(address(address))).isEqualTo(allowed);
    assertThat(list.entryAllowing(address(address)).isPresent()).isEqualTo(allowed);
  }

  @Test
  void anEmptyListAllowsEveryAddress() {
    assertThat(AddressList.parse(List.of())).isSameAs(AddressList.ANY);
    assertThat(AddressList.ANY.allows(address("203.0.113.5"))).isTrue();
    assertThat(AddressList.ANY.entryAllowing(address("203.0.113.5"))).isEmpty();
    assertThat(AddressList.ofText(AddressList.ANY.text())).isEqualTo(AddressList.ANY);
  }

  @Test
  void entriesAreKeptInCanonicalFormAndOnce() {
    AddressList list =
        AddressList.parse(
            List.of(
                "2001:DB8:0::/32", " 10.0.0.1/32", "::ffff:10.0.0.0/104", "10.0.0.1", "::1/128"));

    assertThat(list.entries()).containsExactly("2001:db8::/32", "10.0.0.1", "10.0.0.0/8", "::1");
    assertThat(list.text()).isEqualTo("2001:db8::/32 10.0.0.1 10.0.0.0/8 ::1");
    assertThat(list.entryAllowing(address("10.0.0.1"))).contains("10.0.0.1");
    assertThat(list.entryAllowing(address("10.0.0.2"))).contains("10.0.0.0/8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1/8       | write 10.0.0.0/8 for the network, or 10.0.0.1 for the one address",
        "2001:db8::1/32   | write 2001:db8::/32 for the network, or 2001:db8::1 for the one address",
        "::ffff:10.0.0.1/104 | write 10.0.0.0/8 for the network, or 10.0.0.1 for the one address",
        "::ffff:10.0.0.0/90  | write 10.0.0.0 for the one address",
        "10.0.0.0/33      | prefix length from 0 to 32",
        "10.0.0.0/08      | prefix length from 0 to 32",
        "10.0.0.0/        | prefix length from 0 to 32",
        "10.0.0.0/-1      | prefix length from 0 to 32",
        "10.0.0.0/8/8     | prefix length from 0 to 32",
        "10.0.0.0/255.0.0.0 | prefix length from 0 to 32",
        "2001:db8::/129   | prefix length from 0 to 128",
        "/8               | is not an IPv4 or IPv6 address or CIDR range",
        "10.0.0.*         | is not an IPv4 or IPv6 address or CIDR range",
        "10.0.0.1-10.0.0.9 | is not an IPv4 or IPv6 address or CIDR range",
        "fe80::1%eth0     | is not an IPv4 or IPv6 address or CIDR range",
        "10.0.0           | is not an IPv4 or IPv6 address or CIDR range",
        "''               | is not an IPv4 or IPv6 address or CIDR range",
      })
  void anInvalidEntryIsNamedAndExplained(String entry, String reason) {
    var refusal =
        catchThrowableOfType(
            InvalidAddressException.class, () -> AddressList.parse(List.of("192.0.2.1", entry)));

    assertThat(refusal.entry()).isEqualTo(entry);
    assertThat(refusal).hasMessageStartingWith("'" + entry + "'").hasMessageContaining(reason);
  }

  @Test
  void aListHasAtMostAHundredEntries() {
    assertThat(AddressList.parse(Collections.nCopies(100, "192.0.2.1")).entries()).hasSize(1);
    assertThatThrownBy(() -> AddressList.parse(Collections.nCopies(101, "192.0.2.1")))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessageContaining("at most 100");
  }

  @Test
  void aHostileEntryIsShownShortAndWithoutControlCharacters() {
    assertThatThrownBy(() -> AddressList.parse(List.of("\u001b[31m\r\n" + "x".repeat(10_000))))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessageMatching("'\uFFFD\\[31m\uFFFD\uFFFDx+…' is not .*");
  }

  @Property
  void aListAllowsExactlyWhatArithmeticOnBigIntegersAllows(
      @ForAll("ranges") List<AddressRange> ranges, @ForAll("addresses") Address address) {
    AddressList list = AddressList.parse(ranges.stream().map(AddressRange::toString).toList());
    boolean expected = ranges.isEmpty() || ranges.stream().anyMatch(range -> holds(range, address));

    assertThat(list.allows(address)).isEqualTo(expected);
    assertThat(list.isAny() || list.entryAllowing(address).isPresent()).isEqualTo(expected);
  }

  @Property
  void aRangeHoldsItsFirstAndLastAddressAndNotTheNeighbours(@ForAll("range") AddressRange range) {
    BigInteger first = number(range.network());
    BigInteger size = BigInteger.ONE.shiftLeft(128 - range.prefix());
    AddressList list = AddressList.parse(List.of(range.toString()));

    for (BigInteger inside : List.of(first, first.add(size).subtract(BigInteger.ONE))) {
      // The last address of ::/80 is an IPv4 one.
      assertThat(list.allows(address(inside))).isEqualTo(address(inside).isV4() == range.isV4());
    }
    for (BigInteger outside : List.of(first.subtract(BigInteger.ONE), first.add(size))) {
      if (outside.signum() >= 0 && outside.bitLength() <= 128) {
        assertThat(list.allows(address(outside))).isFalse();
      }
    }
  }

  @Property
  void storedTextReadsBackAsTheSameList(@ForAll("ranges") List<AddressRange> ranges) {
    AddressList list = AddressList.parse(ranges.stream().map(AddressRange::toString).toList());

    assertThat(AddressList.ofText(list.text())).isEqualTo(list);
    assertThat(AddressList.parse(list.entries())).isEqualTo(list);
  }

  @Property
  void garbageIsRefusedWithTheDeclaredExceptionOnly(@ForAll String garbage) {
    try {
      assertThat(AddressList.parse(List.of(garbage)).entries()).hasSize(1);
    } catch (InvalidAddressException refused) {
      assertThat(refused.entry()).isEqualTo(garbage.strip());
    }
  }

  @Provide
  static Arbitrary<Address> addresses() {
    // Few different bits, so that ranges and addresses meet.
    Arbitrary<Address> ipv6 =
        Arbitraries.of(0L, 1L, 1L << 63, 0x2001_0db8_0000_0000L, -1L)
            .tuple2()
            .map(pair -> new Address(pair.get1(), pair.get2()));
    Arbitrary<Address> ipv4 =
        Arbitraries.of(0, 1, 0x0a00_0000, 0x0a00_0001, 0xc000_0201, -1)
            .map(bits -> new Address(0, 0xffff_0000_0000L | Integer.toUnsignedLong(bits)));
    return Arbitraries.oneOf(ipv4, ipv6);
  }

  @Provide
  static Arbitrary<AddressRange> range() {
    return Combinators.combine(addresses(), Arbitraries.integers().between(0, 128))
        .as(
            (address, prefix) -> {
              int bits = address.isV4() ? Math.max(prefix, 96) : prefix;
              BigInteger network = number(address).shiftRight(128 - bits).shiftLeft(128 - bits);
              return new AddressRange(address(network), bits);
            });
  }

  @Provide
  static Arbitrary<List<AddressRange>> ranges() {
    return range().list().ofMaxSize(8);
  }

  private static boolean holds(AddressRange range, Address address) {
    int shift = 128 - range.prefix();
    return address.isV4() == range.isV4()
        && number(address).shiftRight(shift).equals(number(range.network()).shiftRight(shift));
  }

  private static BigInteger number(Address address) {
    return new BigInteger(
        1, ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array());
  }

  private static Address address(BigInteger number) {
    return new Address(number.shiftRight(64).longValue(), number.longValue());
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }
}
