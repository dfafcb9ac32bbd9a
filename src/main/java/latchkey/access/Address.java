package latchkey.access;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An IP address as the 128 bits of its IPv6 form; IPv4 is v4-mapped, so `::ffff:192.0.2.1` *is*
/// `192.0.2.1`.
public record Address(long high, long low) {
  /// `::`, the address that nobody has.
  public static final Address UNSPECIFIED = new Address(0, 0);

  private static final int MAX_TEXT_LENGTH =
      "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
  private static final long IPV4_MAPPED = 0xffff_0000_0000L;
  private static final IPAddressStringParameters ONE_STRICT_ADDRESS = oneStrictAddress();

  /// Reads exactly one address; ports, zones, prefixes, blanks and the short forms of `inet_aton`
  /// are none.
  public static Optional<Address> parse(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      return Optional.empty();
    }
    if (text.indexOf(':') >= 0) {
      return parseIpv6(text);
    }
    long ipv4 = parseIpv4(text);
    return ipv4 < 0 ? Optional.empty() : Optional.of(new Address(0, IPV4_MAPPED | ipv4));
  }

  /// The address in network byte order: 4 bytes of IPv4, or 16 of IPv6.
  public static Address of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> new Address(0, IPV4_MAPPED | Integer.toUnsignedLong(buffer.getInt()));
      case 16 -> new Address(buffer.getLong(), buffer.getLong());
      default ->
          throw new IllegalArgumentException("An address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  public boolean isV4() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /// What one customer of a provider is given, as an address: IPv4 whole, of IPv6 the first 64
  /// bits. Who is counted by address is counted by this.
  public Address holder() {
    return isV4() || low == 0 ? this : new Address(high, 0);
  }

  /// Dotted for IPv4, RFC 5952 for IPv6.
  @Override
  public String toString() {
    if (isV4()) {
      return (low >> 24 & 0xff)
          + "."
          + (low >> 16 & 0xff)
          + "."
          + (low >> 8 & 0xff)
          + "."
          + (low & 0xff);
    }
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return new IPv6Address(bytes).toCanonicalString();
  }

  /// By hand, because behind a proxy it happens on every request and the library takes ten times
  /// as long.
  private static long parseIpv4(String text) {
    long bits = 0;
    int octet = -1;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (octet < 0 || ++dots > 3) {
          return -1;
        }
        bits = bits << 8 | octet;
        octet = -1;
      } else if (c >= '0'
          && c <= '9'
          && octet != 0) { // a digit after 0 would be a leading zero: octal to some
        octet = Math.max(octet, 0) * 10 + (c - '0');
        if (octet > 255) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    return dots == 3 && octet >= 0 ? bits << 8 | octet : -1;
  }

  private static Optional<Address> parseIpv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ofAddress = c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0);
      if (!ofAddress) { // the library would skip blanks and NUL around an address
        return Optional.empty();
      }
    }
    @Nullable IPAddress address = new IPAddressString(text, ONE_STRICT_ADDRESS).getAddress();
    return address == null ? Optional.empty() : Optional.of(of(address.toIPv6().getBytes()));
  }

  private static IPAddressStringParameters oneStrictAddress() {
    IPAddressStringParameters.Builder builder =
        new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .allow_inet_aton(false)
            .setRangeOptions(RangeParameters.NO_RANGE);
    builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false).allowBinary(false);
    builder
        .getIPv6AddressParametersBuilder()
        .allowZone(false)
        .allowBase85(false)
        .allowBinary(false)
        .allowUnlimitedLeadingZeros(false)
        .getEmbeddedIPv4AddressParametersBuilder()
        .allow_inet_aton(false)
        .allowLeadingZeros(false)
        .allowBinary(false);
    return builder.toParams();
  }
}
