package latchkey.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands between the cells of a row.
public enum Separator {
  COMMA(','),
  SEMICOLON(';'),
  TAB('\t');

  private static final int LINES_JUDGED = 50;

  private final char character;

  Separator(char character) {
    this.character = character;
  }

  public char character() {
    return character;
  }

  public static Optional<Separator> of(String text) {
    return switch (text) {
      case "," -> Optional.of(COMMA);
      case ";" -> Optional.of(SEMICOLON);
      case "\t" -> Optional.of(TAB);
      default -> Optional.empty();
    };
  }

  /// The one by which the most of the first rows have as many cells as the header, and of those
  /// the one that makes the most cells. A comma where nothing tells.
  static Separator sniff(String beginning) {
    Separator best = COMMA;
    long most = 0;
    for (Separator candidate : values()) {
      long score = candidate.score(beginning);
      if (score > most) {
        best = candidate;
        most = score;
      }
    }
    return best;
  }

  private long score(String beginning) {
    List<Integer> widths = widths(beginning);
    if (widths.isEmpty() || widths.getFirst() < 2) {
      return 0;
    }
    long alike = widths.stream().filter(widths.getFirst()::equals).count();
    return alike * 1_000_000 / widths.size() + Math.min(widths.getFirst(), 1_000);
  }

  /// How many cells each of the first rows would have; of a last one that was cut, too.
  private List<Integer> widths(String beginning) {
    List<Integer> widths = new ArrayList<>();
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .fieldSeparator(character)
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(beginning)) {
      for (CsvRecord row : rows) {
        widths.add(row.getFieldCount());
        if (widths.size() == LINES_JUDGED) {
          break;
        }
      }
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      return widths.size() > 1 ? widths.subList(0, widths.size() - 1) : widths;
    }
    return widths.size() > 1 && widths.size() < LINES_JUDGED
        ? widths.subList(0, widths.size() - 1)
        : widths;
  }
}
