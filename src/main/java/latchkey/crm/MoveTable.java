package latchkey.crm;

import java.util.List;
import java.util.Locale;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of what contacts still have to be moved from.
final class MoveTable {
  /// @param byId who wanted it
  record Move(Place place, Listing listing, String from, String to, String byId, long at) {}

  private static final String ONE =
      """
       WHERE org_id = :org AND agent_id = :agent AND listing = :listing AND from_name = :from
      """;

  private MoveTable() {}

  static void insert(Tx tx, Move move) {
    var _ =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO crm_move (
                          org_id, agent_id, listing, from_name, to_name, by_id, created_at)
                        VALUES (:org, :agent, :listing, :from, :to, :by, :at)
                        """),
                move)
            .bind("to", move.to())
            .bind("by", move.byId())
            .bind("at", move.at())
            .execute();
  }

  static void delete(Tx tx, Move move) {
    var _ = of(tx.handle().createUpdate("DELETE FROM crm_move" + ONE), move).execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, Move move) {
    return ContactTable.of(statement, move.place())
        .bind("listing", text(move.listing()))
        .bind("from", move.from());
  }

  static List<Move> of(Handle handle, Place place, Listing listing) {
    return ContactTable.of(
            handle.createQuery(
                """
                SELECT from_name, to_name, by_id, created_at FROM crm_move
                WHERE org_id = :org AND agent_id = :agent AND listing = :listing
                """),
            place)
        .bind("listing", text(listing))
        .map(
            (row, _) ->
                new Move(
                    place,
                    listing,
                    row.getString("from_name"),
                    row.getString("to_name"),
                    row.getString("by_id"),
                    row.getLong("created_at")))
        .list();
  }

  /// Where there are any, of all organizations: for the job that ends them.
  static List<Place> places(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT org_id, agent_id FROM crm_move")
        .map((row, _) -> new Place(row.getString("org_id"), row.getString("agent_id")))
        .list();
  }

  private static String text(Listing listing) {
    return listing.name().toLowerCase(Locale.ROOT);
  }
}
