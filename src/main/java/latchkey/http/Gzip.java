package latchkey.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// The one content coding of answers: every client that compresses at all knows it.
final class Gzip {
  static final HeaderLine ENCODED = HeaderLine.of("Content-Encoding", "gzip");

  /// What an answer says that looks different to those who take gzip and those who do not.
  static final HeaderLine VARY = HeaderLine.of("Vary", "Accept-Encoding");

  /// Shorter content fits into the packet that the head goes in, compressed or not.
  static final int WORTHWHILE = 1024;

  private Gzip() {}

  /// As small as it gets, for what is compressed once.
  static byte[] smallest(byte[] content) {
    return compress(content, Deflater.BEST_COMPRESSION);
  }

  /// As small as it gets in little time, for what is compressed for one answer.
  static byte[] quickly(byte[] content) {
    return compress(content, 4);
  }

  private static byte[] compress(byte[] content, int level) {
    var compressed = new ByteArrayOutputStream(64 + content.length / 4);
    try (var gzip = new Leveled(compressed, level)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /// Do these `Accept-Encoding` headers take it? What names gzip decides, else the star.
  static boolean accepted(List<String> acceptEncoding) {
    Optional<Boolean> named = Optional.empty();
    boolean any = false;
    for (String line : acceptEncoding) {
      for (String range : line.split(",", -1)) {
        String coding = Media.withoutParameters(range);
        if (coding.equals("gzip") || coding.equals("x-gzip")) {
          named = Optional.of(named.orElse(false) || !Media.refused(range));
        } else if (coding.equals("*")) {
          any = !Media.refused(range);
        }
      }
    }
    return named.orElse(any);
  }

  private static final class Leveled extends GZIPOutputStream {
    Leveled(ByteArrayOutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level);
    }
  }
}
