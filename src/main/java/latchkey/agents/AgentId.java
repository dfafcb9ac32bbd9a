package latchkey.agents;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Ids of agents: 24 hexadecimal digits, ordered by time.
final class AgentId {
  private static final int RANDOM_BYTES = 6;

  private AgentId() {}

  static String next(long now, RandomGenerator random) {
    byte[] tail = new byte[RANDOM_BYTES];
    random.nextBytes(tail);
    byte[] id = ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES).putLong(now).put(tail).array();
    return HexFormat.of().formatHex(id, 2, id.length); // 48 bits of milliseconds are enough
  }
}
