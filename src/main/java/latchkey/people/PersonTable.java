package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of who people are. Persons belong to the installation, so no organization is named.
final class PersonTable {
  private PersonTable() {}

  static void insert(Tx tx, Person person, boolean verified) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO person (
              id, email, verified, first_name, last_name, operator, created_at, updated_at, version)
            VALUES (:id, :email, :verified, :first, :last, :operator, :now, :now, 1)
            """)
        .bind("id", person.id())
        .bind("email", person.email().text())
        .bind("verified", verified ? 1 : 0)
        .bind("first", person.firstName())
        .bind("last", person.lastName())
        .bind("operator", person.operator() ? 1 : 0)
        .bind("now", tx.now())
        .execute();
  }

  static Optional<Person> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM person WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> person(row))
        .findOne();
  }

  static Optional<Person> find(Handle handle, Email email) {
    return handle
        .createQuery("SELECT * FROM person WHERE email = :email")
        .bind("email", email.text())
        .map((row, _) -> person(row))
        .findOne();
  }

  /// Says whether that version was there to be changed.
  static boolean rename(Tx tx, Person person) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE person SET first_name = :first, last_name = :last, updated_at = :now,
                  version = version + 1
                WHERE id = :id AND version = :version
                """)
            .bind("first", person.firstName())
            .bind("last", person.lastName())
            .bind("now", tx.now())
            .bind("id", person.id())
            .bind("version", person.version())
            .execute()
        == 1;
  }

  static boolean anyOperator(Handle handle) {
    return handle
            .createQuery("SELECT count(*) FROM person WHERE operator = 1")
            .mapTo(int.class)
            .one()
        > 0;
  }

  static List<Person> operators(Handle handle, String after, int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM person WHERE operator = 1 AND email > :after ORDER BY email LIMIT :most
            """)
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> person(row))
        .list();
  }

  /// The ids of the operators, whom nobody else appoints or dismisses until the transaction ends.
  static Set<String> holdOperators(Tx tx) {
    return Set.copyOf(
        tx.handle()
            .createQuery("UPDATE person SET operator = operator WHERE operator = 1 RETURNING id")
            .mapTo(String.class)
            .list());
  }

  static void setOperator(Tx tx, String id, boolean operator) {
    tx.handle()
        .createUpdate(
            """
            UPDATE person SET operator = :operator, updated_at = :now, version = version + 1
            WHERE id = :id
            """)
        .bind("operator", operator ? 1 : 0)
        .bind("now", tx.now())
        .bind("id", id)
        .execute();
  }

  /// Whether the address was shown to be theirs.
  static boolean isVerified(Handle handle, String id) {
    return handle
            .createQuery("SELECT verified FROM person WHERE id = :id")
            .bind("id", id)
            .mapTo(int.class)
            .one()
        == 1;
  }

  static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getString("id"),
        new Email(row.getString("email")),
        row.getString("first_name"),
        row.getString("last_name"),
        row.getInt("operator") == 1,
        row.getLong("version"));
  }
}
