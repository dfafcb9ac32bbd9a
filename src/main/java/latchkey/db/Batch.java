package latchkey.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// One statement for many rows, with its values by position: for the few writes that are so hot
/// that naming values costs more than storing them.
public final class Batch implements AutoCloseable {
  /// A failure on its way to [Database], which says what it means.
  static final class Failure extends RuntimeException {
    Failure(SQLException cause) {
      super(cause);
    }
  }

  private final PreparedStatement statement;
  private boolean empty = true;

  public Batch(Tx tx, String sql) {
    try {
      statement = tx.handle().getConnection().prepareStatement(sql);
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /// Adds a row: texts and numbers, in the order of the statement's question marks.
  public Batch add(@Nullable Object... values) {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.addBatch();
      empty = false;
      return this;
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  public void execute() {
    var _ = executeCounted();
  }

  /// Says how many rows of the table each row of the batch has changed.
  public int[] executeCounted() {
    try {
      return empty ? new int[0] : statement.executeBatch();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }
}
