package latchkey.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.audit.AuditReader.Listed;
import latchkey.csv.Cells;

/// Entries as lines of a file.
public final class AuditExport {
  private static final JsonFactory JSON = new JsonFactory();

  private AuditExport() {}

  public enum Format {
    CSV("text/csv; charset=utf-8", "csv") {
      @Override
      public String header() {
        return COLUMNS.stream().map(Column::title).collect(Collectors.joining(",")) + "\r\n";
      }

      @Override
      public String line(Listed listed) {
        return Cells.line(
            COLUMNS.stream().map(column -> column.value.apply(listed).orElse("")).toList());
      }
    },

    /// One JSON object a line, with all that the hash covers: a whole chain can be checked by it.
    JSON_LINES("application/x-ndjson", "jsonl") {
      @Override
      public String header() {
        return "";
      }

      @Override
      public String line(Listed listed) {
        return json(listed) + "\n";
      }
    };

    private final String mediaType;
    private final String extension;

    Format(String mediaType, String extension) {
      this.mediaType = mediaType;
      this.extension = extension;
    }

    public String mediaType() {
      return mediaType;
    }

    public String extension() {
      return extension;
    }

    /// What comes before the first line.
    public abstract String header();

    public abstract String line(Listed listed);
  }

  /// What is exported, and what it is called in either format.
  private record Column(String title, String field, Function<Listed, Optional<String>> value) {}

  private static final String SEQ = "seq";

  private static final List<Column> COLUMNS =
      List.of(
          new Column(
              "Timestamp",
              "at",
              it -> Optional.of(Instant.ofEpochMilli(it.entry().at()).toString())),
          new Column("User", "actorName", it -> Optional.of(by(it).name())),
          new Column("User ID", "actorId", it -> Optional.of(by(it).id())),
          new Column("User kind", "actorKind", it -> Optional.of(by(it).kind().name())),
          new Column("Action", "action", it -> Optional.of(event(it).action().name())),
          new Column("Resource", "resource", it -> Optional.of(event(it).resource())),
          new Column("Resource ID", "resourceId", it -> Optional.of(event(it).resourceId())),
          new Column("Description", "description", it -> Optional.of(event(it).description())),
          new Column("Status", "status", it -> Optional.of(event(it).status().name())),
          new Column("Address", "address", it -> Optional.of(by(it).origin().address())),
          new Column("User agent", "userAgent", it -> Optional.of(by(it).origin().userAgent())),
          new Column("Request ID", "requestId", it -> Optional.of(by(it).origin().requestId())),
          new Column("Before", "before", it -> event(it).before()),
          new Column("After", "after", it -> event(it).after()),
          new Column("Number", SEQ, it -> Optional.of(Long.toString(it.entry().seq()))),
          new Column("Hash", "hash", it -> Optional.of(it.hash().toString())));

  private static By by(Listed listed) {
    return listed.entry().by();
  }

  private static Event event(Listed listed) {
    return listed.entry().event();
  }

  private static String json(Listed listed) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Column column : COLUMNS) {
        Optional<String> value = column.value.apply(listed);
        if (column.field.equals(SEQ)) {
          json.writeNumberField(column.field, listed.entry().seq());
        } else if (value.isPresent()) {
          json.writeStringField(column.field, value.get());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }
}
