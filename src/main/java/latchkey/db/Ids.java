package latchkey.db;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Ids of rows: unique, ordered by time, and no secret.
public final class Ids {
  private static final int RANDOM_BYTES = 6;

  private Ids() {}

  /// 24 hexadecimal digits.
  public static String next(long now, RandomGenerator random) {
    byte[] tail = new byte[RANDOM_BYTES];
    random.nextBytes(tail);
    byte[] id = ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES).putLong(now).put(tail).array();
    return HexFormat.of().formatHex(id, 2, id.length); // 48 bits of milliseconds are enough
  }

  /// What no id of that time or later is less than.
  public static String least(long time) {
    return HexFormat.of().toHexDigits(Math.max(0, time), 2 * (Long.BYTES - 2));
  }

  /// The same after what it is of: `person_` and 24 digits.
  public static String next(String kind, long now, RandomGenerator random) {
    return kind + "_" + next(now, random);
  }
}
