package latchkey.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body on its way from an event loop, which never waits, to a worker that does.
///
/// It holds a bounded number of bytes. What it has no room for stays with the loop, which is told
/// when there is room again, and lets the client wait.
final class BodyPipe {
  /// The most bytes that wait for the worker.
  static final int MOST = 256 * 1024;

  private static final int FIRST = 8 * 1024;

  /// The loop hears of what was read in steps of this size.
  private static final int STEP = 32 * 1024;

  private final Consumer<BodyPipe> whenRead;
  private byte[] ring = new byte[0];
  private int start;
  private int count;
  private int readSinceTold;
  private boolean ended;
  private boolean closed;
  private boolean aborted;
  private @Nullable Problem problem;

  /// @param whenRead is called by the worker when it has read a good deal, or all that there was
  BodyPipe(Consumer<BodyPipe> whenRead) {
    this.whenRead = whenRead;
  }

  // The loop's end

  /// Puts in what had been kept before anybody asked for a stream.
  synchronized void begin(byte[] kept) {
    if (kept.length > 0) {
      reserve(kept.length);
      System.arraycopy(kept, 0, ring, 0, kept.length);
      count = kept.length;
    }
  }

  /// How many bytes it takes now.
  synchronized int room() {
    return closed || isBroken() ? MOST : MOST - count;
  }

  /// Takes that many bytes from the buffer, which are no more than there is room for.
  synchronized void take(ByteBuf in, int length) {
    if (length == 0 || closed || isBroken()) {
      in.skipBytes(length);
      return;
    }
    reserve(length);
    int end = (start + count) % ring.length;
    int first = Math.min(length, ring.length - end);
    in.readBytes(ring, end, first);
    in.readBytes(ring, 0, length - first);
    count += length;
    notifyAll();
  }

  private void reserve(int length) {
    int needed = count + length;
    if (needed > MOST) {
      throw new IllegalStateException("there is no room for " + length + " bytes");
    }
    if (needed > ring.length) {
      byte[] larger = new byte[Math.clamp(2L * needed, FIRST, MOST)];
      int first = Math.min(count, ring.length - start);
      System.arraycopy(ring, start, larger, 0, first);
      System.arraycopy(ring, 0, larger, first, count - first);
      ring = larger;
      start = 0;
    }
  }

  /// Everything has come.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// What still waits is lost, and the worker is told so.
  synchronized void abort() {
    if (!ended) {
      aborted = true;
      notifyAll();
    }
  }

  /// The body is wrong: the worker is stopped with that, and answers it by letting it through.
  synchronized void fail(Problem why) {
    problem = why;
    notifyAll();
  }

  /// Does the worker wait for the client, rather than the client for the worker?
  synchronized boolean waitsForClient() {
    return count == 0 && !closed && !ended && !isBroken();
  }

  /// How many bytes were read since this was asked last.
  synchronized int taken() {
    int taken = readSinceTold;
    readSinceTold = 0;
    return taken;
  }

  private boolean isBroken() {
    return aborted || problem != null;
  }

  // The worker's end

  InputStream input() {
    return new Input();
  }

  private int read(byte[] into, int at, int length) throws IOException {
    int read;
    boolean tell;
    synchronized (this) {
      awaitBytes();
      if (count == 0) {
        return -1;
      }
      read = Math.min(length, count);
      int first = Math.min(read, ring.length - start);
      System.arraycopy(ring, start, into, at, first);
      System.arraycopy(ring, 0, into, at + first, read - first);
      start = (start + read) % ring.length;
      count -= read;
      boolean before = readSinceTold >= STEP;
      readSinceTold += read;
      tell = count == 0 || (!before && readSinceTold >= STEP);
    }
    if (tell) {
      whenRead.accept(this);
    }
    return read;
  }

  /// Throws what went wrong anew each time, for who closes what reads from here may read again,
  /// and nothing thrown is suppressed by itself.
  private synchronized void awaitBytes() throws IOException {
    while (true) {
      if (problem != null) {
        throw problem.saying(problem.detail());
      }
      if (aborted) {
        throw new ClientGone();
      }
      if (closed) {
        throw new IOException("The body's stream is closed.");
      }
      if (count > 0 || ended) {
        return;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while a body came.", e);
      }
    }
  }

  private synchronized void close() {
    closed = true;
    ring = new byte[0];
    start = 0;
    count = 0;
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      Objects.checkFromIndexSize(at, length, into.length);
      return length == 0 ? 0 : BodyPipe.this.read(into, at, length);
    }

    @Override
    public int available() {
      synchronized (BodyPipe.this) {
        return count;
      }
    }

    @Override
    public void close() {
      BodyPipe.this.close();
    }
  }
}
