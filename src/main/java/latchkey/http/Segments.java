package latchkey.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A path with holes, such as `/agents/{agent}`, segment by segment.
///
/// @param parts literal text, or a hole's name in braces
record Segments(List<String> parts) {
  static Segments of(String path) {
    Segments segments = new Segments(List.of(path.split("/", -1)));
    for (String part : segments.parts) {
      if (!hole(part) && (part.indexOf('{') >= 0 || part.indexOf('}') >= 0)) {
        throw new IllegalArgumentException("A hole of a path is a whole segment: " + path);
      }
    }
    return segments;
  }

  /// What stands in the holes, decoded; null when it is another path.
  @Nullable Map<String, String> match(String[] came) {
    if (came.length != parts.size()) {
      return null;
    }
    for (int i = 0; i < came.length; i++) {
      String part = parts.get(i);
      if (hole(part) ? came[i].isEmpty() : !came[i].equals(part)) {
        return null;
      }
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < came.length; i++) {
      String part = parts.get(i);
      if (hole(part)) {
        values.put(part.substring(1, part.length() - 1), came[i]);
      }
    }
    values.replaceAll((_, value) -> Percent.ofPath(value));
    return values;
  }

  /// The same for all that match the same paths, whatever their holes are called.
  String shape() {
    return parts.stream().map(part -> hole(part) ? "{}" : part).collect(Collectors.joining("/"));
  }

  /// Orders paths that match the same request: who has text where another has a hole comes first.
  String rank() {
    return parts.stream().map(part -> hole(part) ? "1" : "0").collect(Collectors.joining());
  }

  private static boolean hole(String part) {
    return part.startsWith("{") && part.endsWith("}");
  }
}
