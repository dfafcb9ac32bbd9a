package latchkey.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of one request's body: kept up to a limit, handed on to a worker, or counted and let
/// go.
final class BodyBytes {
  /// It is not known how much is still to come.
  static final long UNKNOWN = -1;

  private static final int FIRST_CAPACITY = 1024;

  private boolean keeping = true;
  private @Nullable BodyPipe pipe;
  private long max = Long.MAX_VALUE;
  private byte[] kept = new byte[0];
  private int count;
  private long received;

  /// Sets the most bytes that it may have; more is a 413.
  void limit(long maxBytes) {
    max = maxBytes;
    if (received > max) {
      throw tooLarge();
    }
  }

  /// Hands on what came and what will come.
  void into(BodyPipe worker) {
    worker.begin(all());
    pipe = worker;
    kept = new byte[0];
    count = 0;
  }

  /// How many bytes may be taken now.
  int room() {
    return pipe == null ? Integer.MAX_VALUE : pipe.room();
  }

  /// Lets go of what came and of what will come.
  void discard() {
    keeping = false;
    pipe = null;
    max = Long.MAX_VALUE; // it was refused already, or nobody wants it
    kept = new byte[0];
    count = 0;
  }

  /// Takes that many bytes from the buffer.
  ///
  /// @param remaining how many were to come before these, as far as known
  void take(ByteBuf in, int length, long remaining) {
    received += length;
    if (received > max) {
      throw tooLarge();
    }
    if (pipe != null) {
      pipe.take(in, length);
    } else if (keeping) {
      if (count + length > kept.length) {
        kept = Arrays.copyOf(kept, capacityFor(count + length, remaining));
      }
      in.readBytes(kept, count, length);
      count += length;
    } else {
      in.skipBytes(length);
    }
  }

  /// A body that comes whole gets its array at once; otherwise the array grows with what really
  /// came.
  private int capacityFor(int needed, long remaining) {
    if (count == 0 && needed == remaining) {
      return needed;
    }
    return (int) Math.min(Math.max(FIRST_CAPACITY, 2L * needed), Integer.MAX_VALUE - 8);
  }

  /// How many have come so far, kept or not.
  long received() {
    return received;
  }

  byte[] all() {
    return count == kept.length ? kept : Arrays.copyOf(kept, count);
  }

  Problem tooLarge() {
    return Problem.of(413, "payload_too_large", "The body may have at most " + max + " bytes.");
  }
}
