package latchkey.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Rows under titles, aligned. The first rows settle how wide the columns are, so that a list may
/// be of any length; where it does not fit its terminal, the widest columns give way.
final class Table {
  private static final int ROWS_THAT_SETTLE = 1_000;
  private static final int LEAST = 8;
  private static final String GAP = "  ";

  private final PrintStream out;
  private final int width;
  private final List<List<String>> waiting = new ArrayList<>();
  private final int[] widths;
  private boolean settled;

  Table(PrintStream out, int width, List<String> titles) {
    this(out, width, new int[titles.size()]);
    waiting.add(List.copyOf(titles));
  }

  /// Names and what they stand for, which is never cut.
  static Table ofFields(PrintStream out) {
    return new Table(out, Integer.MAX_VALUE, new int[2]);
  }

  private Table(PrintStream out, int width, int[] widths) {
    this.out = out;
    this.width = width;
    this.widths = widths;
  }

  void add(List<String> row) {
    if (settled) {
      print(row);
    } else {
      waiting.add(List.copyOf(row));
      if (waiting.size() == ROWS_THAT_SETTLE) {
        settle();
      }
    }
  }

  void end() {
    if (!settled) {
      settle();
    }
    out.flush();
  }

  private void settle() {
    for (var row : waiting) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    while (widths.length > 1 && total() > width && widths[indexOfWidest()] > LEAST) {
      widths[indexOfWidest()]--;
    }
    settled = true;
    waiting.forEach(this::print);
    waiting.clear();
  }

  private long total() {
    long total = (long) GAP.length() * (widths.length - 1);
    for (int column : widths) {
      total += column;
    }
    return total;
  }

  /// Never the first column, which is what things are called by.
  private int indexOfWidest() {
    int widest = widths.length - 1;
    for (int i = widths.length - 2; i > 0; i--) {
      if (widths[i] > widths[widest]) {
        widest = i;
      }
    }
    return widest;
  }

  private void print(List<String> row) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var cell = width == Integer.MAX_VALUE ? row.get(i) : cut(row.get(i), widths[i]);
      line.append(cell).repeat(' ', Math.max(0, widths[i] - length(cell))).append(GAP);
    }
    out.println(line.toString().stripTrailing());
  }

  private static String cut(String cell, int columns) {
    return length(cell) <= columns
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, columns - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
