package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file that the server hands out part by part: printed, or laid in a new file of `--out`.
final class Export {
  /// How the last line of a part begins that is not the last one, where lines are JSON.
  private static final String NEXT_LINE = "{\"next\":";

  private final Remote remote;
  private final Ask first;

  private Export(Remote remote, Ask first) {
    this.remote = remote;
    this.first = first;
  }

  static void run(Remote remote, Ask first) throws IOException {
    var out = remote.call().option("--out", Path.class);
    if (out.isPresent()) {
      new Export(remote, first).writeFile(out.get());
    } else {
      new Export(remote, first).write(remote.call().out());
    }
  }

  private void writeFile(Path path) throws IOException {
    var file = SecretFile.make(path);
    try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
      write(out);
    } catch (Refused | Failure | IOException e) {
      file.remove();
      throw e;
    }
  }

  private void write(OutputStream out) throws IOException {
    Optional<String> cursor = Optional.empty();
    do {
      var part = remote.api().text(part(cursor));
      var text = part.text();
      cursor = part.next();
      int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
      if (text.startsWith(NEXT_LINE, lastLine)) {
        cursor = Optional.of(next(text.substring(lastLine)));
        text = text.substring(0, lastLine);
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } while (cursor.isPresent());
    out.flush();
  }

  private Ask part(Optional<String> cursor) {
    List<Map.Entry<String, String>> query = new ArrayList<>(first.query());
    cursor.ifPresent(text -> query.add(Map.entry("cursor", text)));
    return first.query(query);
  }

  private String next(String line) {
    JsonNode json = remote.api().parsed(line.getBytes(StandardCharsets.UTF_8));
    return json.path("next").asText();
  }
}
