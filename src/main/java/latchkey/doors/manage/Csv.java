package latchkey.doors.manage;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Lines of a file that spreadsheets open (RFC 4180).
final class Csv {
  static final String TYPE = "text/csv; charset=utf-8";

  /// What a spreadsheet takes for the beginning of a formula.
  private static final String FORMULA = "=+-@\t\r";

  private Csv() {}

  static String line(String... cells) {
    return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /// Always quoted; what a spreadsheet would run gets an apostrophe before it.
  private static String cell(String value) {
    boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + value.replace("\"", "\"\"") + '"';
  }
}
