package latchkey.people;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Ids that are unique, ordered by time, and no secret: `person_` and 24 hexadecimal digits.
public final class Ids {
  private Ids() {}

  public static String next(String kind, long now, SecureRandom random) {
    byte[] tail = new byte[6];
    random.nextBytes(tail);
    byte[] id = ByteBuffer.allocate(14).putLong(now).put(tail).array();
    return kind + "_" + HexFormat.of().formatHex(id, 2, 14);
  }
}
