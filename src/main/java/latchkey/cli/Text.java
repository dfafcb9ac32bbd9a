package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// JSON as people read it.
///
/// @param zone in which times are shown
record Text(ZoneId zone) {
  private static final int REPLACEMENT = '\uFFFD';

  /// In a cell or a line; nothing for what is absent.
  String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> printable(time(value.textValue()));
      case ARRAY -> elements(value).stream().map(this::of).collect(Collectors.joining(", "));
      case OBJECT ->
          value.properties().stream()
              .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
              .collect(Collectors.joining(" "));
      case NULL, MISSING -> "";
      case BOOLEAN -> value.booleanValue() ? "yes" : "no";
      case BINARY, NUMBER, POJO -> value.asText();
    };
  }

  /// Every field of a thing with its value, those inside of others as `outer.inner`.
  List<List<String>> fields(JsonNode thing) {
    var fields = new ArrayList<List<String>>();
    collect("", thing, fields);
    return fields;
  }

  private void collect(String prefix, JsonNode thing, List<List<String>> fields) {
    for (var entry : thing.properties()) {
      var name = prefix + entry.getKey();
      var value = entry.getValue();
      if (value.isObject()) {
        collect(name + ".", value, fields);
      } else if (!value.isNull()) {
        fields.add(List.of(printable(name), of(value)));
      }
    }
  }

  private static List<JsonNode> elements(JsonNode array) {
    var elements = new ArrayList<JsonNode>();
    array.forEach(elements::add);
    return elements;
  }

  /// An instant to the second, in the zone; any other text as it is.
  private String time(String text) {
    if (text.length() < 20 || text.charAt(10) != 'T' || !text.endsWith("Z")) {
      return text;
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    } catch (DateTimeException _) {
      return text;
    }
  }

  /// Without what a terminal would obey instead of showing: names come from strangers.
  static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints().map(Text::shown).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int shown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t' ? ' ' : REPLACEMENT;
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          REPLACEMENT;
      default -> codePoint;
    };
  }
}
