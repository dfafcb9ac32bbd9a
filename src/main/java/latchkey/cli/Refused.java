package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The server's refusal: the RFC 9457 problem that it answered.
final class Refused extends RuntimeException {
  private final int status;
  private final transient JsonNode problem;
  private final String requestId;

  Refused(int status, JsonNode problem, String requestId) {
    super("status " + status, null, false, false);
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
  }

  int status() {
    return status;
  }

  JsonNode problem() {
    return problem;
  }

  int exitCode() {
    return switch (status) {
      case 404, 410 -> Cli.NOT_FOUND;
      case 401, 403 -> Cli.NOT_ALLOWED;
      case 409, 412 -> Cli.CONFLICT;
      default -> Cli.REFUSED;
    };
  }

  /// What went wrong on the first line, then each field that it went wrong with.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "%s (%s)"
            .formatted(
                Text.printable(first("detail", "title", "the server refused")),
                String.join("; ", marks())));
    for (var field : problem.path("fields")) {
      lines.add("  " + Text.printable(field(field)));
    }
    problem
        .path("fields")
        .properties()
        .forEach(
            field ->
                lines.add(
                    "  " + Text.printable(field.getKey() + ": " + field.getValue().asText())));
    return lines;
  }

  private List<String> marks() {
    var marks = new ArrayList<String>();
    marks.add(Text.printable(first("code", "title", "status " + status)));
    if (!requestId.isEmpty()) {
      marks.add("request " + Text.printable(requestId));
    }
    return marks;
  }

  private String first(String member, String other, String otherwise) {
    return problem.path(member).asText(problem.path(other).asText(otherwise));
  }

  private static String field(JsonNode field) {
    return field.isObject()
        ? field.path("field").asText() + ": " + field.path("message").asText()
        : field.asText();
  }
}
