package latchkey.csv;

import java.util.List;
import java.util.stream.Collectors;

/// Cells of the CSV files that we write (RFC 4180), which no spreadsheet takes for formulas.
///
/// What a spreadsheet would run gets an apostrophe before it, as OWASP advises. So that a file
/// of ours is read back as it was, a value that looks guarded already gets one more: [#open]
/// takes away exactly what [#guarded] puts there, whatever the value is, and leaves the
/// apostrophes of other people's files alone.
public final class Cells {
  /// What a formula begins with, in the wide letters of East Asian keyboards too.
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private Cells() {}

  public static String guarded(String value) {
    return runs(value, 0) ? "'" + value : value;
  }

  /// The value of a cell that may be guarded.
  public static String open(String cell) {
    return cell.startsWith("'") && runs(cell, 1) ? cell.substring(1) : cell;
  }

  /// Whether there is a formula from there on, behind as many apostrophes as there may be.
  private static boolean runs(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\'') {
      at++;
    }
    return at < text.length() && FORMULA.indexOf(text.charAt(at)) >= 0;
  }

  /// One line, each value guarded and quoted.
  public static String line(List<String> values) {
    return values.stream().map(Cells::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /// A value guarded and quoted.
  public static String cell(String value) {
    return '"' + guarded(value).replace("\"", "\"\"") + '"';
  }
}
