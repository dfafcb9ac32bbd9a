package latchkey.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import inet.ipaddr.ipv6.IPv6Address;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What one writer counted of one key, action, outcome and secret in one minute.
///
/// The key's public id is eight ASCII characters in each of two longs, the address an IPv6 or
/// v4-mapped one; both zero if unknown.
public record Count(
    long idHigh,
    long idLow,
    long minute,
    int action,
    int outcome,
    int slot,
    long count,
    long cost,
    long lastAt,
    long addressHigh,
    long addressLow) {

  /// The slot of a request that proved no secret: it is counted, and is no use of the key.
  public static final int NO_SECRET = -1;

  /// Half of a key's public id: the eight characters that start at `from`.
  public static long packId(String id, int from) {
    long packed = 0;
    for (int i = from; i < from + 8; i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new IllegalArgumentException("not the public id of a key: " + id);
      }
      packed = packed << 8 | c;
    }
    return packed;
  }

  /// The key's public id as text.
  public String keyId() {
    return new String(bytes(idHigh, idLow), US_ASCII);
  }

  /// The last address as text, in its canonical form.
  public Optional<String> address() {
    if (addressHigh == 0 && addressLow == 0) {
      return Optional.empty();
    }
    IPv6Address address = new IPv6Address(bytes(addressHigh, addressLow));
    return Optional.of(
        address.isIPv4Mapped()
            ? address.getEmbeddedIPv4Address().toCanonicalString()
            : address.toCanonicalString());
  }

  private static byte[] bytes(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
