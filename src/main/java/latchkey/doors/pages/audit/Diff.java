package latchkey.doors.pages.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import latchkey.http.JsonRecords;

/// What a change left of a thing, field by field.
///
/// @param created whether there was nothing before
/// @param deleted whether there is nothing afterwards
public record Diff(List<Line> lines, boolean created, boolean deleted) {
  public Diff {
    lines = List.copyOf(lines);
  }

  /// One field with all that it holds, one or several.
  public record Line(String field, List<Part> before, List<Part> after) {
    public Line {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    public boolean changed() {
      return before.stream().anyMatch(Part::changed) || after.stream().anyMatch(Part::changed);
    }
  }

  /// A value, and whether the other side lacks it.
  public record Part(String text, boolean changed) {}

  static Diff of(Optional<String> before, Optional<String> after) {
    Map<String, List<String>> old = before.map(Diff::fields).orElse(Map.of());
    Map<String, List<String>> fresh = after.map(Diff::fields).orElse(Map.of());
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(fresh.keySet());
    List<Line> lines = new ArrayList<>();
    for (String name : names) {
      List<String> was = old.getOrDefault(name, List.of());
      List<String> is = fresh.getOrDefault(name, List.of());
      lines.add(new Line(name, parts(was, is), parts(is, was)));
    }
    return new Diff(lines, before.isEmpty(), after.isEmpty());
  }

  public List<Line> changedLines() {
    return lines.stream().filter(Line::changed).toList();
  }

  public List<Line> keptLines() {
    return lines.stream().filter(line -> !line.changed()).toList();
  }

  private static List<Part> parts(List<String> values, List<String> others) {
    return values.stream().map(value -> new Part(value, !others.contains(value))).toList();
  }

  private static Map<String, List<String>> fields(String json) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try {
      JsonNode root = JsonRecords.pick(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      collect("", root, fields);
    } catch (IllegalArgumentException _) {
      fields.put("", List.of(json)); // too long to be kept whole, so it is no JSON any more
    }
    return fields;
  }

  private static void collect(String name, JsonNode node, Map<String, List<String>> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue(),
                      fields));
    } else if (node.isArray()) {
      List<String> values = new ArrayList<>();
      node.forEach(value -> values.add(text(value)));
      fields.put(name, values);
    } else if (!text(node).isEmpty()) {
      fields.put(name, List.of(text(node)));
    }
  }

  private static String text(JsonNode node) {
    return node.isValueNode() ? node.asText() : node.toString();
  }
}
