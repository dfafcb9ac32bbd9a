package latchkey.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import latchkey.csv.Cells;
import latchkey.imports.Unreadable.Kind;

/// A CSV file while it is read: its header, then its rows. In memory is one row at a time.
///
/// Whatever is wrong with the file is an [Unreadable], thrown where it is met.
public final class Sheet implements Iterator<Sheet.Row>, AutoCloseable {
  private static final int LONGEST_TITLE = 200;
  private static final int SNIFFED_CHARS = 64 * 1024;

  /// Follows the file's end: a row of its own, unless a quote was never closed.
  private static final String END = "\u0001end of the file\u0001";

  private final Bounds bounds;
  private final Form form;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private long number;
  private long line = 1;
  private Optional<CsvRecord> next = Optional.empty();

  /// How a file is written.
  public record Form(Encoding encoding, Separator separator) {}

  /// One row.
  ///
  /// @param number counted from 1, without the header and empty lines
  /// @param line of the file on which it begins, as editors count
  /// @param cells as many as the header has, unguarded, without blanks around them
  public record Row(long number, long line, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  private Sheet(Bounds bounds, Form form, CsvReader<CsvRecord> reader) {
    this.bounds = bounds;
    this.form = form;
    this.reader = reader;
    this.records = reader.iterator();
    this.next = read();
    this.header = header();
  }

  /// Finds out how a file is written, by its byte order mark and its first rows.
  ///
  /// @param said what somebody says who knows; a byte order mark knows better
  public static Form form(Path file, Optional<Encoding> said, Optional<Separator> between)
      throws IOException {
    byte[] beginning = beginning(file);
    Encoding encoding = Encoding.marked(beginning).or(() -> said).orElse(Encoding.UTF_8);
    if (between.isPresent()) {
      return new Form(encoding, between.get());
    }
    try (Reader text = text(file, encoding, Optional.empty())) {
      CharBuffer some = CharBuffer.allocate(SNIFFED_CHARS);
      while (some.hasRemaining() && text.read(some) >= 0) {
        // until enough is there
      }
      return new Form(encoding, Separator.sniff(some.flip().toString()));
    } catch (CharacterCodingException e) {
      throw misencoded(encoding, 1);
    }
  }

  public static Sheet open(Path file, Form form, Bounds bounds) throws IOException {
    Reader text = text(file, form.encoding, Optional.of("\n" + END));
    try {
      return new Sheet(bounds, form, reader(text, form, bounds));
    } catch (RuntimeException | Error e) {
      text.close();
      throw e;
    }
  }

  private static CsvReader<CsvRecord> reader(Reader text, Form form, Bounds bounds) {
    return CsvReader.builder()
        .fieldSeparator(form.separator.character())
        .skipEmptyLines(true)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(false)
        .maxBufferSize(Math.max(2 * (bounds.cell() + 2), 1 << 16))
        .build(
            CsvRecordHandler.of(
                handler ->
                    handler
                        .maxFields(bounds.columns())
                        .maxFieldSize(bounds.cell())
                        .maxRecordSize(
                            (int)
                                Math.min(
                                    (long) bounds.columns() * bounds.cell(), Integer.MAX_VALUE))),
            text);
  }

  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] beginning = in.readNBytes(4);
      boolean zip = beginning.length == 4 && beginning[0] == 'P' && beginning[1] == 'K';
      if (zip && beginning[2] < 9) {
        throw new Unreadable(
            Kind.NOT_TEXT,
            "This is a workbook or an archive. Save the sheet as CSV, and send that.");
      }
      return beginning;
    }
  }

  private static Reader text(Path file, Encoding encoding, Optional<String> after)
      throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      if (Encoding.marked(in.readNBytes(encoding.markLength())).isEmpty()) {
        in.close();
        in = Files.newInputStream(file);
      }
      CharsetDecoder strict =
          encoding
              .charset()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      Reader text = new InputStreamReader(in, strict);
      return after.isPresent() ? new Followed(text, after.get()) : text;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// The file's columns, by their titles.
  private List<String> header() {
    CsvRecord first =
        next.orElseThrow(() -> new Unreadable(Kind.EMPTY, "The file is empty: it has no header."));
    number = 0;
    next = read();
    List<String> titles = first.getFields().stream().map(String::strip).toList();
    for (int i = 0; i < titles.size(); i++) {
      requireShort(i + 1, titles.get(i));
    }
    return titles;
  }

  private static void requireShort(int column, String title) {
    if (title.length() > LONGEST_TITLE) {
      throw new Unreadable(
          Kind.TITLE_TOO_LONG,
          "The title of column %d has more than %d characters. Is the first row the titles'?"
              .formatted(column, LONGEST_TITLE));
    }
  }

  public List<String> titles() {
    return header;
  }

  public Form form() {
    return form;
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Row next() {
    CsvRecord record = next.orElseThrow(NoSuchElementException::new);
    number++;
    if (number > bounds.rows()) {
      throw new Unreadable(
          Kind.TOO_MANY_ROWS,
          "The file has more than %d rows. Split it into several.".formatted(bounds.rows()));
    }
    Row row = new Row(number, record.getStartingLineNumber(), cells(record));
    next = read();
    return row;
  }

  /// Goes on behind the row of that number.
  public Sheet after(long last) {
    while (number < last && hasNext()) {
      var _ = next();
    }
    return this;
  }

  private List<String> cells(CsvRecord record) {
    if (record.getFieldCount() > header.size()) {
      throw new Unreadable(
          Kind.TOO_MANY_COLUMNS,
          "Line %d has %d cells, and the header only %d. Is a cell with a separator unquoted?"
              .formatted(record.getStartingLineNumber(), record.getFieldCount(), header.size()));
    }
    String[] cells = new String[header.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i < record.getFieldCount() ? Cells.open(record.getField(i)).strip() : "";
    }
    return List.of(cells);
  }

  private Optional<CsvRecord> read() {
    try {
      if (!records.hasNext()) {
        throw unclosed();
      }
      CsvRecord record = records.next();
      line = record.getStartingLineNumber();
      String last = record.getField(record.getFieldCount() - 1);
      if (record.getFieldCount() == 1 && last.equals(END)) {
        return Optional.empty();
      }
      if (last.endsWith(END)) {
        throw unclosed();
      }
      if (record.getFields().stream().anyMatch(cell -> cell.indexOf('\0') >= 0)) {
        throw new Unreadable(
            Kind.NOT_TEXT, "Line %d holds a NUL character: this is no text.".formatted(line));
      }
      return Optional.of(record);
    } catch (CsvParseException e) {
      throw malformed(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw misencoded(form.encoding, line);
      }
      throw e;
    }
  }

  private Unreadable malformed(CsvParseException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return misencoded(form.encoding, line);
      }
    }
    String said = chain(e);
    if (said.contains("limit of")) {
      return new Unreadable(
          Kind.TOO_MANY_COLUMNS,
          "The row after line %d has more than %d cells.".formatted(line, bounds.columns()));
    }
    if (said.contains("size") || said.contains("buffer")) {
      return new Unreadable(
          Kind.CELL_TOO_LONG,
          "In the row after line %d a cell has more than %d characters. Is a quote never closed?"
              .formatted(line, bounds.cell()));
    }
    return new Unreadable(
        Kind.QUOTES,
        "In the row after line %d something follows a closing quote. A quote within quotes is \"\"."
            .formatted(line));
  }

  private static String chain(Throwable e) {
    StringBuilder said = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      said.append(cause.getMessage()).append('\n');
    }
    return said.toString();
  }

  private Unreadable unclosed() {
    return new Unreadable(
        Kind.QUOTES,
        "The quote that is opened on or after line %d is never closed.".formatted(line));
  }

  private static Unreadable misencoded(Encoding encoding, long line) {
    return new Unreadable(
        Kind.ENCODING,
        "The file is not %s: bytes after line %d are none. If Excel wrote it, say windows-1252."
            .formatted(encoding.text(), line));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /// A text, and what follows it.
  private static final class Followed extends Reader {
    private final Reader text;
    private final String after;
    private boolean ended;
    private int at;

    Followed(Reader text, String after) {
      this.text = text;
      this.after = after;
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
      if (!ended) {
        int count = text.read(into, from, most);
        if (count >= 0) {
          return count;
        }
        ended = true;
      }
      if (at == after.length()) {
        return -1;
      }
      int count = Math.min(most, after.length() - at);
      after.getChars(at, at + count, into, from);
      at += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      text.close();
    }
  }
}
