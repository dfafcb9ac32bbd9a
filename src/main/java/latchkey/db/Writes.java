package latchkey.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Statements that change the record, in their order, whose results nobody asks for. A server is
/// sent all of them at once: to wait for each answer costs more than to write.
public final class Writes {
  private record Write(String sql, List<Object> values) {}

  private final Tx tx;
  private final List<Write> writes = new ArrayList<>();

  public Writes(Tx tx) {
    this.tx = tx;
  }

  public Tx tx() {
    return tx;
  }

  /// One more, which is done when all are.
  ///
  /// @param values texts, numbers and bytes, in the order of the statement's question marks
  public Writes add(String sql, Object... values) {
    writes.add(new Write(sql, List.of(values)));
    return this;
  }

  public void execute() {
    switch (Dialect.of(tx.handle())) {
      case SQLITE -> writes.forEach(this::execute);
      case POSTGRES -> execute(all());
    }
    writes.clear();
  }

  /// The driver takes statements apart at their semicolons, and sends them together.
  private Write all() {
    return new Write(
        String.join(";\n", writes.stream().map(Write::sql).toList()),
        writes.stream().flatMap(write -> write.values.stream()).toList());
  }

  private void execute(Write write) {
    try (PreparedStatement statement = tx.handle().getConnection().prepareStatement(write.sql)) {
      for (int i = 0; i < write.values.size(); i++) {
        statement.setObject(i + 1, write.values.get(i));
      }
      var _ = statement.execute();
    } catch (SQLException e) {
      throw new Batch.Failure(e);
    }
  }
}
