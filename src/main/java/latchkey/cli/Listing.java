package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// A list as it is printed while its pages come.
sealed interface Listing {
  void add(JsonNode thing);

  /// Ends the list.
  ///
  /// @param next where the list goes on, if it was not read to its end
  void end(Optional<String> next);

  /// The API's own page, of all items together.
  final class AsJson implements Listing {
    private final PrintStream out;
    private String before = "{\"items\":[";

    AsJson(PrintStream out) {
      this.out = out;
    }

    @Override
    public void add(JsonNode thing) {
      out.print(before);
      out.print(thing);
      before = ",";
    }

    @Override
    public void end(Optional<String> next) {
      var nodes = JsonNodeFactory.instance;
      out.print(before.equals(",") ? "]" : before + "]");
      next.ifPresent(cursor -> out.print(",\"next\":" + nodes.textNode(cursor)));
      out.println("}");
      out.flush();
    }
  }

  /// By their first column.
  final class OfIds implements Listing {
    private final PrintStream out;
    private final Column id;

    OfIds(PrintStream out, Column id) {
      this.out = out;
      this.id = id;
    }

    @Override
    public void add(JsonNode thing) {
      out.println(Text.printable(thing.at(id.at()).asText()));
    }

    @Override
    public void end(Optional<String> next) {
      out.flush();
    }
  }

  final class AsTable implements Listing {
    private final Table table;
    private final List<Column> columns;
    private final Text text;

    AsTable(PrintStream out, int width, List<Column> columns, Text text) {
      this.table = new Table(out, width, columns.stream().map(Column::title).toList());
      this.columns = List.copyOf(columns);
      this.text = text;
    }

    @Override
    public void add(JsonNode thing) {
      table.add(columns.stream().map(column -> column.of(thing, text)).toList());
    }

    @Override
    public void end(Optional<String> next) {
      table.end();
    }
  }
}
