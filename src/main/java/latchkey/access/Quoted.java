package latchkey.access;

/// Foreign text as it may appear in a message: in quotes, short, and without control characters.
final class Quoted {
  private static final int MAX_LENGTH = 60;

  private Quoted() {}

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .limit(MAX_LENGTH)
        .map(point -> isShown(point) ? point : '\uFFFD')
        .forEach(quoted::appendCodePoint);
    return quoted
        .append(text.codePointCount(0, text.length()) > MAX_LENGTH ? "…'" : "'")
        .toString();
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
