package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// One request to the server.
///
/// @param query names and values, in order; a name may come more than once
record Ask(
    String method,
    String path,
    List<Map.Entry<String, String>> query,
    Map<String, String> headers,
    Optional<Content> body) {
  /// A body and what it is.
  record Content(String type, String text) {}

  Ask {
    query = List.copyOf(query);
    headers = Map.copyOf(headers);
  }

  static Ask get(String path) {
    return of("GET", path);
  }

  static Ask post(String path, JsonNode body) {
    return of("POST", path).with(body);
  }

  /// A creation: asked twice, because no answer came, it happens once.
  static Ask create(String path, JsonNode body) {
    return post(path, body).header("Idempotency-Key", UUID.randomUUID().toString());
  }

  static Ask of(String method, String path) {
    return new Ask(method, path, List.of(), Map.of(), Optional.empty());
  }

  Ask with(JsonNode json) {
    return with(new Content("application/json", json.toString()));
  }

  Ask with(Content content) {
    return new Ask(method, path, query, headers, Optional.of(content));
  }

  Ask header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, path, query, more, body);
  }

  /// Only if the thing is still as it was when it was read.
  Ask ifMatch(Optional<String> etag) {
    return etag.map(tag -> header("If-Match", tag)).orElse(this);
  }

  Ask query(List<Map.Entry<String, String>> parameters) {
    return new Ask(method, path, parameters, headers, body);
  }

  /// Whether asking once more can do no harm.
  boolean repeatable() {
    return method.equals("GET") || headers.containsKey("Idempotency-Key");
  }

  String target() {
    return query.isEmpty()
        ? path
        : path
            + query.stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }

  /// A path of these segments, each one as it must be written in a path.
  static String path(String base, String... segments) {
    var path = new StringBuilder(base);
    for (var segment : segments) {
      // A dot segment would leave the path.
      var safe = segment.matches("\\.{0,2}") ? segment.replace(".", "%2E") : encoded(segment);
      path.append('/').append(safe);
    }
    return path.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
