package latchkey.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The body of one answer on its way from a worker, which waits while the client is slow, to the
/// event loop, which never does.
///
/// Nothing is sent before the first piece is full: what fails until then is answered as any error,
/// and what ends until then is an ordinary answer.
final class AnswerStream extends OutputStream {
  static final int PIECE = 32 * 1024;
  private static final int MOST_IN_FLIGHT = 4;

  private final Exchange exchange;
  private final Transport transport;
  private final int status;
  private final HeaderLine type;
  private final long length;

  // Of the worker
  private byte[] piece = new byte[0];
  private int count;
  private long written;
  private boolean begun;

  // Of both
  private int inFlight;
  private boolean gone;
  private byte @Nullable [] spare;

  AnswerStream(Exchange exchange, Transport transport, int status, HeaderLine type, long length) {
    this.exchange = exchange;
    this.transport = transport;
    this.status = status;
    this.type = type;
    this.length = length;
  }

  // The worker's end

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int many) throws IOException {
    Objects.checkFromIndexSize(from, many, bytes.length);
    if (length >= 0 && written + many > length) {
      throw new IllegalStateException("more is written than the " + length + " bytes announced");
    }
    written += many;
    int at = from;
    int left = many;
    while (left > 0) {
      if (count == PIECE) {
        hand(false);
      }
      int fits = Math.min(left, PIECE - count);
      makeRoom(count + fits);
      System.arraycopy(bytes, at, piece, count, fits);
      count += fits;
      at += fits;
      left -= fits;
    }
  }

  /// A short answer needs no whole piece.
  private void makeRoom(int needed) {
    if (needed > piece.length) {
      int capacity = begun ? PIECE : Math.min(PIECE, Math.max(2 * needed, 1024));
      piece = Arrays.copyOf(piece, capacity);
    }
  }

  @Override
  public void flush() throws IOException {
    if (count > 0) {
      hand(false);
    }
  }

  /// Sends what is left, and that it is the end.
  void finish() throws IOException {
    if (length >= 0 && written < length) {
      throw new IllegalStateException(written + " bytes were written, " + length + " announced");
    }
    if (begun) {
      hand(true);
    } else {
      exchange.answer(status, type, Arrays.copyOf(piece, count));
    }
  }

  boolean begun() {
    return begun;
  }

  private void hand(boolean last) throws IOException {
    awaitTurn();
    byte[] bytes = piece;
    int filled = count;
    boolean first = !begun;
    begun = true;
    count = 0;
    piece = last ? new byte[0] : nextPiece();
    try {
      transport.loop().eventLoop.execute(() -> send(bytes, filled, first, last));
    } catch (RejectedExecutionException stopped) {
      gone();
      throw new ClientGone();
    }
  }

  private synchronized void awaitTurn() throws IOException {
    while (inFlight == MOST_IN_FLIGHT && !gone) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while a client took its answer.", e);
      }
    }
    if (gone) {
      throw new ClientGone();
    }
    inFlight++;
  }

  private synchronized byte[] nextPiece() {
    byte[] reused = spare;
    spare = null;
    return reused == null ? new byte[PIECE] : reused;
  }

  // The loop's end

  private void send(byte[] bytes, int filled, boolean first, boolean last) {
    if (first && !begin()) {
      gone();
    } else {
      transport.sendPiece(exchange, this, bytes, filled, last);
    }
  }

  /// Sends the head; false if the client has gone.
  boolean begin() {
    return exchange.begin() && transport.beginAnswer(exchange, status, type, length, this);
  }

  /// A piece has left, and its bytes may be written over.
  synchronized void sent(byte[] bytes) {
    inFlight--;
    if (bytes.length == PIECE) {
      spare = bytes;
    }
    notifyAll();
  }

  /// Nothing can be sent any more.
  synchronized void gone() {
    gone = true;
    notifyAll();
  }

  /// Does something wait for the client to take it?
  synchronized boolean waitsForClient() {
    return inFlight > 0;
  }
}
