package latchkey.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A piece of a file, read from the disk as it is asked for.
final class Piece extends InputStream {
  private final FileChannel channel;
  private final long end;

  private Piece(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
  }

  static Piece of(Path file, long from, long length) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new Piece(channel.position(from), from + length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    long left = end - channel.position();
    if (left <= 0) {
      return -1;
    }
    int read = channel.read(ByteBuffer.wrap(into, at, (int) Math.min(left, length)));
    if (read < 0) {
      throw new EOFException("the file is shorter by %d bytes than it was".formatted(left));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
