package latchkey.crm;

import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The numbers of contacts, and their ids: 24 hexadecimal digits that begin with the number. So
/// both are in the order of time, and an id needs no index to be found by.
final class ContactIds {
  private static final int COUNTED_BITS = 20;
  private static final int COUNTED = 1 << COUNTED_BITS;
  private static final int TIME_DIGITS = 12;
  private static final int COUNTED_DIGITS = COUNTED_BITS / 4;
  private static final int RANDOM_BITS = 28;
  private static final long LATEST = (1L << (Long.SIZE - 1 - COUNTED_BITS)) - 1;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");

  private final AtomicLong last = new AtomicLong();

  /// A number of that time, greater than each one before it that is not of a later time.
  long next(long now) {
    if (now < 0 || now > LATEST) {
      throw new IllegalArgumentException("no contact is made at " + now);
    }
    long first = now << COUNTED_BITS;
    long seq = last.updateAndGet(before -> before < first ? first : before + 1);
    return seq < first + COUNTED
        ? seq
        : first
            + ThreadLocalRandom.current().nextInt(COUNTED); // in the past, of which we know none
  }

  static String id(long seq) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(seq >>> COUNTED_BITS, TIME_DIGITS)
        + hex.toHexDigits(seq & (COUNTED - 1), COUNTED_DIGITS)
        + hex.toHexDigits(ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS), RANDOM_BITS / 4);
  }

  /// The number that an id begins with; nothing if no contact has such an id.
  static OptionalLong seq(String id) {
    if (!FORM.matcher(id).matches()) {
      return OptionalLong.empty();
    }
    long time = HexFormat.fromHexDigitsToLong(id, 0, TIME_DIGITS);
    long counted = HexFormat.fromHexDigitsToLong(id, TIME_DIGITS, TIME_DIGITS + COUNTED_DIGITS);
    return time > LATEST ? OptionalLong.empty() : OptionalLong.of((time << COUNTED_BITS) + counted);
  }

  /// The least number of that time.
  static long least(long time) {
    return Math.clamp(time, 0, LATEST) << COUNTED_BITS;
  }
}
