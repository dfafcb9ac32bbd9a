package latchkey.doors.manage;

import java.util.List;
import latchkey.csv.Cells;

/// Lines of a file that spreadsheets open (RFC 4180).
final class Csv {
  static final String TYPE = "text/csv; charset=utf-8";

  private Csv() {}

  static String line(String... cells) {
    return Cells.line(List.of(cells));
  }
}
