package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "2001:DB8::A, 2001:db8::a",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
  })
  void anAddressIsPrintedInItsOneCanonicalForm(String written, String canonical) {
    assertThat(Address.parse(written)).map(Address::toString).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        ":",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.00",
        "0x1.2.3.4",
        "1.2.3.-4",
        "+1.2.3.4",
        "4294967295",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1.2.3.4\0",
        "1.2.3.4/8",
        "1.2.3.*",
        "1-2.1.1.1",
        "1.2.3.4:80",
        "[1.2.3.4]",
        "１.2.3.4",
        "::1 ",
        "\t::1",
        "::1\0",
        "::1%eth0",
        "::1%",
        "::1/64",
        "[::1]",
        "1::2::3",
        "1:2:3:4:5:6:7",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "00001::",
        "g::",
        "::ffff:01.2.3.4",
        "::ffff:1.2",
        "::ffff:1.2.3.256",
        "::-1",
        "*",
        "1:2:*",
        "example.org",
        "20010db8000000000000000000000001",
        "::ffff:0x1.2.3.4",
        "0000:0000:0000:0000:0000:ffff:255.255.255.2550"
      })
  void whatIsNotExactlyOneAddressIsRefused(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }

  @Test
  void aMappedAddressIsItsIpv4() throws UnknownHostException {
    Address ipv4 =
        Address.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}).getAddress());

    assertThat(ipv4).isEqualTo(Address.parse("::ffff:192.0.2.1").orElseThrow());
    assertThat(ipv4.isV4()).isTrue();
    assertThat(Address.parse("::192.0.2.1").orElseThrow().isV4()).isFalse();
  }

  @Test
  void bytesOfAnotherLengthAreNoAddress() {
    assertThatThrownBy(() -> Address.of(new byte[5])).hasMessageContaining("4 or 16 bytes, not 5");
  }

  @Property
  void whatIsPrintedReadsBackAsTheSameAddress(@ForAll("addresses") Address address) {
    assertThat(Address.parse(address.toString())).contains(address);
  }

  @Property
  void ipv4IsReadExactlyAsTheLibraryReadsIt(@ForAll("almostIpv4") String text) {
    IPAddressStringParameters.Builder strict =
        new IPAddressStringParameters.Builder().allow_inet_aton(false).allowSingleSegment(false);
    strict.getIPv4AddressParametersBuilder().allowLeadingZeros(false);
    Optional<String> library =
        Optional.ofNullable(new IPAddressString(text, strict.toParams()).getAddress())
            .map(address -> address.toNormalizedString());

    assertThat(Address.parse(text).map(Address::toString)).isEqualTo(library);
  }

  @Property
  void noTextMakesTheParserThrow(
      @ForAll @StringLength(max = 60) String anything, @ForAll("almostAddresses") String almost) {
    assertThat(Address.parse(anything).map(Address::toString).flatMap(Address::parse))
        .isEqualTo(Address.parse(anything));
    assertThat(Address.parse(almost).map(Address::toString).flatMap(Address::parse))
        .isEqualTo(Address.parse(almost));
  }

  @Provide
  static Arbitrary<Address> addresses() {
    Arbitrary<Long> longs =
        Arbitraries.oneOf(
            Arbitraries.longs(), Arbitraries.of(0L, -1L, 0xffffL, 1L << 48, 0xffff_0000_0000L));
    Arbitrary<Address> ipv6 = longs.tuple2().map(pair -> new Address(pair.get1(), pair.get2()));
    Arbitrary<Address> ipv4 =
        Arbitraries.integers()
            .map(bits -> new Address(0, 0xffff_0000_0000L | Integer.toUnsignedLong(bits)));
    return Arbitraries.oneOf(ipv4, ipv6);
  }

  @Provide
  static Arbitrary<String> almostIpv4() {
    Arbitrary<String> octets =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(0, 255).map(String::valueOf)),
            Tuple.of(1, Arbitraries.of("256", "00", "01", "", "1000", "999", "f")));
    return octets.list().ofMinSize(3).ofMaxSize(5).map(parts -> String.join(".", parts));
  }

  @Provide
  static Arbitrary<String> almostAddresses() {
    return Arbitraries.of(
            "0", "1", "10", "255", "ffff", "db8", ".", ":", "::", "::ffff:", "%", "/", " ", "0x")
        .list()
        .ofMaxSize(16)
        .map(parts -> String.join("", parts));
  }
}
