package latchkey.forms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.crm.Place;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The SQL of [Forms] about forms; [SubmissionTable] has the submissions'.
final class FormTable {
  private static final String PLACE = " org_id = :org AND agent_id = :agent ";

  private FormTable() {}

  static <S extends SqlStatement<S>> S of(S statement, Place place) {
    return statement.bind("org", place.organizationId()).bind("agent", place.agentId());
  }

  static void insert(Tx tx, Form form) {
    FormTerms terms = form.terms();
    of(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO form (
                      id, org_id, agent_id, name, state, document, submissions, created_at,
                      updated_at, version)
                    VALUES (
                      :id, :org, :agent, :name, :state, :document, 0, :created, :updated, :version)
                    """),
            form.place())
        .bind("id", form.id())
        .bind("name", terms.name())
        .bind("state", terms.state().text())
        .bind("document", FormText.of(terms))
        .bind("created", form.createdAt())
        .bind("updated", form.updatedAt())
        .bind("version", form.version())
        .execute();
  }

  /// Takes away so many of an agent's, which nobody has answered; says how many there were.
  static int clear(Tx tx, Place place, int most) {
    return of(
            tx.handle()
                .createUpdate(
                    """
                    DELETE FROM form WHERE id IN (
                      SELECT id FROM form WHERE org_id = :org AND agent_id = :agent LIMIT :most)
                    """),
            place)
        .bind("most", most)
        .execute();
  }

  static Optional<Form> find(Handle handle, Place place, String id) {
    return of(handle.createQuery("SELECT * FROM form WHERE id = :id AND" + PLACE), place)
        .bind("id", id)
        .map((row, _) -> form(row))
        .findOne();
  }

  /// Keeps others from changing it until the transaction ends.
  static Optional<Form> lock(Tx tx, Place place, String id) {
    return of(
            tx.handle()
                .createQuery(
                    "UPDATE form SET version = version WHERE id = :id AND" + PLACE + "RETURNING *"),
            place)
        .bind("id", id)
        .map((row, _) -> form(row))
        .findOne();
  }

  static void update(Tx tx, Form form) {
    FormTerms terms = form.terms();
    of(
            tx.handle()
                .createUpdate(
                    """
                    UPDATE form
                    SET name = :name, state = :state, document = :document, updated_at = :now,
                      version = :version
                    WHERE id = :id AND
                    """
                        + PLACE),
            form.place())
        .bind("id", form.id())
        .bind("name", terms.name())
        .bind("state", terms.state().text())
        .bind("document", FormText.of(terms))
        .bind("now", form.updatedAt())
        .bind("version", form.version())
        .execute();
  }

  /// Counts one more submission, if the form is still of that version.
  static boolean count(Tx tx, Form form) {
    return of(
                tx.handle()
                    .createUpdate(
                        """
                        UPDATE form SET submissions = submissions + 1, submitted_at = :now
                        WHERE id = :id AND version = :version AND
                        """
                            + PLACE),
                form.place())
            .bind("id", form.id())
            .bind("version", form.version())
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  /// The newest first.
  ///
  /// @param before the id of the form that the page before ended with
  static List<Form> list(
      Handle handle,
      Place place,
      List<FormTerms.State> states,
      Optional<String> before,
      long skip,
      int most) {
    return of(
            handle.createQuery(
                "SELECT * FROM form WHERE state IN (<states>) AND"
                    + (before.isPresent() ? " id < :before AND" : "")
                    + PLACE
                    + "ORDER BY id DESC LIMIT :most OFFSET :skip"),
            place)
        .bindList("states", states.stream().map(FormTerms.State::text).toList())
        .bindMap(before.map(id -> Map.of("before", id)).orElse(Map.of()))
        .bind("most", most)
        .bind("skip", skip)
        .map((row, _) -> form(row))
        .list();
  }

  static long count(Handle handle, Place place, List<FormTerms.State> states) {
    return of(
            handle.createQuery("SELECT count(*) FROM form WHERE state IN (<states>) AND" + PLACE),
            place)
        .bindList("states", states.stream().map(FormTerms.State::text).toList())
        .mapTo(long.class)
        .one();
  }

  private static Form form(ResultSet row) throws SQLException {
    long submittedAt = row.getLong("submitted_at");
    boolean never = row.wasNull();
    return new Form(
        row.getString("id"),
        new Place(row.getString("org_id"), row.getString("agent_id")),
        FormText.terms(row.getString("name"), row.getString("state"), row.getString("document")),
        row.getLong("submissions"),
        never ? OptionalLong.empty() : OptionalLong.of(submittedAt),
        row.getLong("created_at"),
        row.getLong("updated_at"),
        row.getLong("version"));
  }
}
