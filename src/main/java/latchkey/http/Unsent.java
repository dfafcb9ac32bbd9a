package latchkey.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// Watches whether a client takes what was written to it.
final class Unsent {
  private final Channel channel;
  private long left;
  private long since;

  Unsent(Channel channel) {
    this.channel = channel;
  }

  /// Something was taken, though as much may wait as before.
  void moved(long now) {
    left = 0;
    since = now;
  }

  /// Has something waited for that long, and nothing of it been taken? To be asked at every sweep.
  boolean notTaken(long now, long patienceNanos) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    long pending = out == null ? 0 : out.totalPendingWriteBytes();
    if (pending == 0 || pending != left) {
      left = pending;
      since = now;
      return false;
    }
    return now - since > patienceNanos;
  }
}
