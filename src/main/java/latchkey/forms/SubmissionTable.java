package latchkey.forms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import latchkey.crm.Place;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Forms] about submissions.
final class SubmissionTable {
  private static final String PLACE = " org_id = :org AND agent_id = :agent ";

  private SubmissionTable() {}

  /// Takes away so many of an agent's; says how many there were.
  static int clear(Tx tx, Place place, int most) {
    return FormTable.of(
            tx.handle()
                .createUpdate(
                    """
                    DELETE FROM form_submission WHERE id IN (
                      SELECT id FROM form_submission
                      WHERE org_id = :org AND agent_id = :agent LIMIT :most)
                    """),
            place)
        .bind("most", most)
        .execute();
  }

  static void insert(Tx tx, Submission submission) {
    FormTable.of(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO form_submission (
                      id, org_id, agent_id, form_id, form_version, contact_id, answers, by_id, at)
                    VALUES (
                      :id, :org, :agent, :form, :version, :contact, :answers, :by, :at)
                    """),
            submission.place())
        .bind("id", submission.id())
        .bind("form", submission.formId())
        .bind("version", submission.formVersion())
        .bind("contact", submission.contactId())
        .bind("answers", FormText.answers(submission.answers()))
        .bind("by", submission.by())
        .bind("at", submission.at())
        .execute();
  }

  static Optional<Submission> find(Handle handle, Place place, String formId, String id) {
    return FormTable.of(
            handle.createQuery(
                "SELECT * FROM form_submission WHERE id = :id AND form_id = :form AND" + PLACE),
            place)
        .bind("id", id)
        .bind("form", formId)
        .map((row, _) -> submission(row))
        .findOne();
  }

  /// The newest first.
  static List<Submission> list(Handle handle, Place place, Submissions wanted) {
    return FormTable.of(
            handle.createQuery(
                "SELECT * FROM form_submission WHERE"
                    + filter(wanted)
                    + (wanted.before().isPresent() ? "id < :before AND" : "")
                    + PLACE
                    + "ORDER BY id DESC LIMIT :most OFFSET :skip"),
            place)
        .bindMap(wanted.values())
        .bind("most", wanted.most())
        .bind("skip", wanted.skip())
        .map((row, _) -> submission(row))
        .list();
  }

  static long count(Handle handle, Place place, Submissions wanted) {
    return FormTable.of(
            handle.createQuery(
                "SELECT count(*) FROM form_submission WHERE" + filter(wanted) + PLACE),
            place)
        .bindMap(wanted.values())
        .mapTo(long.class)
        .one();
  }

  private static String filter(Submissions wanted) {
    return (wanted.formId().isPresent() ? " form_id = :form AND " : " ")
        + (wanted.contactId().isPresent() ? "contact_id = :contact AND " : "");
  }

  private static Submission submission(ResultSet row) throws SQLException {
    return new Submission(
        row.getString("id"),
        new Place(row.getString("org_id"), row.getString("agent_id")),
        row.getString("form_id"),
        row.getLong("form_version"),
        row.getString("contact_id"),
        FormText.answers(row.getString("answers")),
        row.getString("by_id"),
        row.getLong("at"));
  }
}
