package latchkey.http;

import io.netty.buffer.ByteBuf;

/// The body of one request of HTTP/1.1 while it arrives: finds its end by length or by chunks.
///
/// Chunk lines are read byte by byte, so that it makes no difference where the network cut them.
final class Body {
  private enum At {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER,
    TRAILER_LF,
    LAST_LF,
    END
  }

  private static final int MAX_SIZE_DIGITS = 8;
  private static final int MAX_LINE_BYTES = 256;
  private static final int MAX_TRAILER_BYTES = 4096;

  private final boolean chunked;
  private At at;
  private long remaining;
  private int digits;
  private int lineBytes;
  private int trailerBytes;

  private final BodyBytes content = new BodyBytes();

  Body(long contentLength) {
    chunked = contentLength == Head.CHUNKED;
    at = chunked ? At.SIZE : contentLength == 0 ? At.END : At.DATA;
    remaining = chunked ? 0 : contentLength;
  }

  /// Sets the most bytes that it may have; more is a 413.
  void limit(long maxBytes) {
    content.limit(maxBytes);
    if (!chunked && remaining > maxBytes) {
      throw content.tooLarge();
    }
  }

  /// Hands on what comes.
  void into(BodyPipe worker) {
    content.into(worker);
  }

  /// Must what came wait for the worker?
  boolean blocked() {
    return at == At.DATA && content.room() == 0;
  }

  /// Lets go of what came and of what will come.
  void discard() {
    content.discard();
  }

  boolean ended() {
    return at == At.END;
  }

  /// The bytes of the body that have come so far, framing not counted.
  long received() {
    return content.received();
  }

  /// Is the rest known, and no more than this?
  boolean endsWithin(long bytes) {
    return !chunked && remaining <= bytes;
  }

  byte[] bytes() {
    return content.all();
  }

  /// Takes from the buffer what belongs to this body and has room; throws a [Problem] when the
  /// framing is broken or the body too large.
  void feed(ByteBuf in) {
    while (at != At.END && in.isReadable() && !blocked()) {
      if (at == At.DATA) {
        data(in);
      } else {
        at = next(in.readByte());
      }
    }
  }

  private void data(ByteBuf in) {
    int taken = (int) Math.min(remaining, Math.min(in.readableBytes(), content.room()));
    content.take(in, taken, chunked ? BodyBytes.UNKNOWN : remaining);
    remaining -= taken;
    if (remaining == 0) {
      at = chunked ? At.DATA_CR : At.END;
    }
  }

  private At next(byte b) {
    return switch (at) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> afterSize(b);
      case DATA_CR -> expect('\r', b, At.DATA_LF);
      case DATA_LF -> expect('\n', b, At.SIZE);
      case TRAILER_START -> b == '\r' ? At.LAST_LF : trailer(b);
      case TRAILER -> trailer(b);
      case TRAILER_LF -> expect('\n', b, At.TRAILER_START);
      case LAST_LF -> expect('\n', b, At.END);
      case DATA, END -> throw new IllegalStateException("not a framing byte: " + at);
    };
  }

  private At size(byte b) {
    int digit = b < 0 ? -1 : Character.digit(b, 16);
    if (digit >= 0) {
      if (++digits > MAX_SIZE_DIGITS) {
        throw Problem.badRequest(
            "A chunk size may have at most " + MAX_SIZE_DIGITS + " hexadecimal digits.");
      }
      remaining = remaining * 16 + digit;
      return At.SIZE;
    }
    if (digits > 0 && b == '\r') {
      return At.SIZE_LF;
    }
    if (digits > 0 && b == ';') {
      lineBytes = 0;
      return At.EXTENSION;
    }
    throw Problem.badRequest("A chunk must begin with its size in hexadecimal digits.");
  }

  /// Extensions mean nothing here; they may be there, but only as plain short text.
  private At extension(byte b) {
    if (b == '\r') {
      return At.SIZE_LF;
    }
    if (!plain(b) || ++lineBytes > MAX_LINE_BYTES) {
      throw Problem.badRequest("A chunk extension is too long or holds a control character.");
    }
    return At.EXTENSION;
  }

  private At afterSize(byte b) {
    expect('\n', b, At.DATA);
    digits = 0;
    return remaining == 0 ? At.TRAILER_START : At.DATA;
  }

  private At trailer(byte b) {
    if (b == '\r') {
      return At.TRAILER_LF;
    }
    if (!plain(b) || ++trailerBytes > MAX_TRAILER_BYTES) {
      throw Problem.badRequest("The trailer of the body is too long or holds a control character.");
    }
    return At.TRAILER;
  }

  private static At expect(char wanted, byte b, At next) {
    if (b != wanted) {
      throw Problem.badRequest("A chunk of the body is not ended by CR LF.");
    }
    return next;
  }

  private static boolean plain(byte b) {
    return b == '\t' || (b >= ' ' && b != 127);
  }
}
