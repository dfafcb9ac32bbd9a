package latchkey.doors.manage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import latchkey.http.Exchange;
import latchkey.http.Multipart.Part;
import latchkey.http.SentFiles;
import latchkey.http.SentForm;
import org.jspecify.annotations.Nullable;

/// The files of an upload that came over the network. The body is looked at when the first one is
/// asked for: what the path names is judged before.
final class Uploaded implements SentFiles {
  private final Exchange exchange;
  private final InputStream body;
  private final long mostBytes;
  private @Nullable SentForm form;

  Uploaded(Exchange exchange, InputStream body, long mostBytes) {
    this.exchange = exchange;
    this.body = body;
    this.mostBytes = mostBytes;
  }

  @Override
  public Optional<Part.File> next() throws IOException {
    SentForm begun = form;
    if (begun == null) {
      begun = SentForm.read(body, exchange.header("Content-Type"), mostBytes);
      form = begun;
      if (!begun.fields().isEmpty()) {
        throw Faults.invalid(
            "Send files only, no fields: " + String.join(", ", begun.fields().keySet()) + ".");
      }
    }
    return begun.next();
  }
}
