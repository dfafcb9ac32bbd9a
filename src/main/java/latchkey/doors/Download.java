package latchkey.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import latchkey.files.ContactFile;
import latchkey.files.Files;
import latchkey.files.StorageException;
import latchkey.http.Attachment;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Problem;
import latchkey.http.Ranges;

/// A file as it is answered: to be saved and never shown, whole or a range of it, and not again to
/// who has it.
public record Download(String name, String type, long size, String etag, Ranges.Content content) {
  private static final int AT_ONCE = 64 * 1024;
  private static final HeaderName ETAG = HeaderName.of("ETag");

  /// It may be kept by who may read it, and asked for again; it is never run where it is shown.
  private static final HeaderLine SAFE =
      HeaderLine.all(
          List.of(
              HeaderLine.of("Cache-Control", "private, no-cache"),
              HeaderLine.of("X-Content-Type-Options", "nosniff"),
              HeaderLine.of("Content-Security-Policy", "sandbox; default-src 'none'")));

  /// That file.
  ///
  /// @param absent what is answered where the file was deleted meanwhile
  public static Download of(Files files, ContactFile file, Supplier<Problem> absent) {
    return new Download(
        file.name(),
        file.type(),
        file.size(),
        '"' + file.sha256() + '"',
        (out, from, count) -> {
          try (InputStream content = open(files, file, from, absent)) {
            copy(file, content, count, out);
          }
        });
  }

  private static InputStream open(
      Files files, ContactFile file, long from, Supplier<Problem> absent) {
    try {
      return files.read(file, from).orElseThrow(absent);
    } catch (StorageException e) {
      throw FileFaults.unavailable(e);
    }
  }

  private static void copy(ContactFile file, InputStream content, long count, OutputStream out)
      throws IOException {
    byte[] bytes = new byte[AT_ONCE];
    for (long left = count; left > 0; ) {
      int read = content.read(bytes, 0, (int) Math.min(left, bytes.length));
      if (read < 0) {
        throw new IOException("the file " + file.id() + " is shorter than its row says");
      }
      out.write(bytes, 0, read);
      left -= read;
    }
  }

  /// Answers with it, on the event loop.
  public void answer(Exchange exchange) {
    exchange.add(SAFE).add(ETAG, etag);
    if (isKnown(exchange.headers("If-None-Match"))) {
      exchange.answer(304);
      return;
    }
    exchange.add(Attachment.HEADER, Attachment.named(name));
    Ranges.of(exchange, size, etag).answer(exchange, HeaderLine.of("Content-Type", type), content);
  }

  private boolean isKnown(List<String> lines) {
    return lines.stream()
        .flatMap(Pattern.compile(",")::splitAsStream)
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }
}
