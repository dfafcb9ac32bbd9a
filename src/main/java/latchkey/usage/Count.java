package latchkey.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;
import latchkey.access.Address;

/// What one writer counted of one key, action, outcome, secret and address in one minute.
///
/// The key's public id is eight ASCII characters in each of two longs, the address an IPv6 or
/// v4-mapped one; both zero if nobody said it, both [#UNTOLD] if it was not told apart.
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

  /// The outcome of a request that was granted; all other numbers refuse.
  public static final int GRANTED = 0;

  /// Both halves of the address of counts that may come from several: one that nobody has.
  static final long UNTOLD = -1;

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

  /// The address as text, in its canonical form, if it is known.
  public Optional<String> address() {
    return place() instanceof Place.One(Address address)
        ? Optional.of(address.toString())
        : Optional.empty();
  }

  /// Where the requests came from.
  Place place() {
    if (addressHigh == UNTOLD && addressLow == UNTOLD) {
      return new Place.Various();
    }
    return addressHigh == 0 && addressLow == 0
        ? new Place.Unknown()
        : new Place.One(new Address(addressHigh, addressLow));
  }

  private static byte[] bytes(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
