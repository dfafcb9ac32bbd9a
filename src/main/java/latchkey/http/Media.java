package latchkey.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says whether a request brings JSON and whether it takes JSON.
public final class Media {
  private Media() {}

  /// Throws the 415 for anything but JSON.
  public static void requireJson(Optional<String> contentType) {
    String type = contentType.map(Media::withoutParameters).orElse("");
    if (!type.equals("application/json")
        && !(type.startsWith("application/") && type.endsWith("+json"))) {
      throw Problem.of(415, "unsupported_media_type", "Send the body as application/json.");
    }
  }

  static void requireAcceptsJson(List<String> accept) {
    if (!acceptsJson(accept)) {
      throw Problem.of(
          406, "not_acceptable", "The answer is application/json, which Accept excludes.");
    }
  }

  /// The most specific range that covers JSON decides; none at all means that anything is
  /// welcome.
  private static boolean acceptsJson(List<String> accept) {
    if (accept.isEmpty() || accept.getFirst().equals("*/*")) {
      return true;
    }
    int best = -1;
    boolean accepted = false;
    for (String line : accept) {
      for (String range : line.split(",", -1)) {
        int specific = specificity(withoutParameters(range));
        if (specific > best) {
          best = specific;
          accepted = !refused(range);
        } else if (specific == best && specific >= 0) {
          accepted |= !refused(range);
        }
      }
    }
    return accepted;
  }

  private static int specificity(String range) {
    return switch (range) {
      case "application/json" -> 2;
      case "application/*" -> 1;
      case "*/*" -> 0;
      default -> -1;
    };
  }

  static boolean refused(String range) {
    return range.replace(" ", "").toLowerCase(Locale.ROOT).matches(".*;q=0(\\.0{0,3})?(;.*)?");
  }

  static String withoutParameters(String text) {
    int semicolon = text.indexOf(';');
    return (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
