package latchkey.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.http.Multipart.Part;

/// A form with files, sent as `multipart/form-data`: its fields come first and are read at once,
/// its files are read as they come.
public final class SentForm implements SentFiles {
  private static final int MOST_PARTS = 1_000;
  private static final int MOST_FIELD_CHARACTERS = 1 << 20;

  private final Multipart parts;
  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private Optional<Part.File> first = Optional.empty();

  private SentForm(Multipart parts) {
    this.parts = parts;
  }

  /// Reads as far as the first file.
  ///
  /// @param mostBytes of the files; more is a 413 when it comes
  public static SentForm read(InputStream body, Optional<String> contentType, long mostBytes)
      throws IOException {
    SentForm form =
        new SentForm(
            Multipart.of(
                new Counted(body, mostBytes),
                contentType.orElse(""),
                Multipart.Limits.ofParts(MOST_PARTS)));
    form.begin();
    return form;
  }

  private static final class Counted extends FilterInputStream {
    private final long most;
    private long left;

    Counted(InputStream body, long most) {
      super(body);
      this.most = most;
      this.left = most + 2L * MOST_FIELD_CHARACTERS; // boundaries, headers and fields
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int many) throws IOException {
      int read = super.read(bytes, from, many);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int more) {
      left -= more;
      if (left < 0) {
        throw Problem.of(
            413, "payload_too_large", "An upload may have at most " + most + " bytes.");
      }
    }
  }

  private void begin() throws IOException {
    int characters = 0;
    for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
      switch (part.get()) {
        case Part.Field(var name, var value) -> {
          characters += name.length() + value.length();
          if (characters > MOST_FIELD_CHARACTERS) {
            throw Problem.of(413, "payload_too_large", "The form's fields are too long.");
          }
          fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        case Part.File file when !isNone(file) -> {
          first = Optional.of(file);
          return;
        }
        case Part.File _ -> {}
      }
    }
  }

  /// So a browser sends a choice of files that was left empty.
  private static boolean isNone(Part.File file) {
    return file.fileName().isEmpty();
  }

  /// Those before the first file, by their names.
  public Map<String, List<String>> fields() {
    return fields;
  }

  @Override
  public Optional<Part.File> next() throws IOException {
    Optional<Part.File> file = first;
    first = Optional.empty();
    return file.isPresent() ? file : following();
  }

  private Optional<Part.File> following() throws IOException {
    for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
      switch (part.get()) {
        case Part.Field(var name, _) ->
            throw Problem.badRequest(
                "Fields come before files: \"%s\" is after one.".formatted(name));
        case Part.File file when !isNone(file) -> {
          return Optional.of(file);
        }
        case Part.File _ -> {}
      }
    }
    return Optional.empty();
  }
}
