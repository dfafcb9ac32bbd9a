package latchkey.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a hash or a signature covers, written so that no two contents look alike.
///
/// A number is 8 bytes, big-endian. A text is the length of its UTF-8 in 4 bytes, big-endian, and
/// then its UTF-8; one that is absent has the length -1.
final class Covered {
  private static final int ABSENT = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  /// @param label tells apart what is covered for different purposes
  Covered(String label) {
    bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
  }

  Covered with(Hash hash) {
    bytes.writeBytes(hash.bytes());
    return this;
  }

  Covered with(long number) {
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  Covered with(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    length(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  Covered with(Optional<String> text) {
    if (text.isPresent()) {
      return with(text.get());
    }
    length(ABSENT);
    return this;
  }

  private void length(int length) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
