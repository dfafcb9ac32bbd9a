package latchkey.doors;

import java.util.List;
import java.util.OptionalLong;
import latchkey.http.Problem;

/// The version of a thing as its `ETag`, and as the condition of a change.
public final class Versions {
  private Versions() {}

  public static String etag(long version) {
    return "\"" + version + "\"";
  }

  /// The version that `If-Match` names, if it names one.
  public static OptionalLong ifMatch(List<String> tags) {
    if (tags.isEmpty() || tags.equals(List.of("*"))) {
      return OptionalLong.empty();
    }
    String tag = tags.getFirst();
    if (tags.size() == 1 && tag.matches("\"[0-9]{1,18}\"")) {
      return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
    }
    throw Problem.of(
        412,
        "changed_meanwhile",
        "If-Match names no version of it: send one ETag as it came, quotes included.");
  }

  /// Somebody has changed it since the caller read it.
  public static Problem stale(long current) {
    return Problem.of(
            412,
            "changed_meanwhile",
            "It was changed since you read it: read it again, and decide anew.")
        .withHeader("ETag", etag(current));
  }
}
