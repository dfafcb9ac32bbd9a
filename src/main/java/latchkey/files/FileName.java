package latchkey.files;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// The name that a file is shown and saved under. It is never part of a path of ours.
final class FileName {
  static final int MOST_BYTES = 200;
  private static final int LONGEST_ENDING = 20;
  private static final String NONE = "file";
  private static final String FORBIDDEN_SOMEWHERE = "<>:\"|?*";

  private FileName() {}

  /// What is left of a sent name: no folders, nothing unseen, nothing that a file system forbids.
  static String cleaned(String sent) {
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    StringBuilder shown = new StringBuilder();
    Normalizer.normalize(last, Normalizer.Form.NFC)
        .codePoints()
        .filter(FileName::isSeen)
        .map(c -> FORBIDDEN_SOMEWHERE.indexOf(c) >= 0 ? '_' : c)
        .forEach(shown::appendCodePoint);
    String name = shortened(shown.toString().strip().replaceAll("[. ]+$", ""));
    return name.replace(".", "").isBlank() ? NONE : name;
  }

  /// Neither control characters nor what turns the reading direction, joins or hides: a name looks
  /// like what it is.
  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Keeps the ending, which says what it opens with.
  private static String shortened(String name) {
    if (bytes(name) <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    StringBuilder kept = new StringBuilder();
    int room = MOST_BYTES - bytes(ending);
    for (int c : name.substring(0, name.length() - ending.length()).codePoints().toArray()) {
      room -= bytes(Character.toString(c));
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept.append(ending).toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
