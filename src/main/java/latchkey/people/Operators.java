package latchkey.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;

/// Who runs the installation. The first start makes the first of them; from then on they appoint
/// and dismiss each other, and there is always one.
///
/// Whose role changes loses all their sessions, and signs in anew.
public final class Operators {
  private static final String RESOURCE = "Operator";

  private final Database database;

  public Operators(Database database) {
    this.database = database;
  }

  /// A page of them: those with an address after `after`.
  public List<Person> list(Optional<String> after, int most) {
    return database.read(handle -> PersonTable.operators(handle, after.orElse(""), most));
  }

  public Optional<Person> find(String person) {
    return database.read(handle -> PersonTable.find(handle, person)).filter(Person::operator);
  }

  /// Appoints who has that address, once it was shown to be theirs: whoever passed an invitation's
  /// link to themselves could have an account in somebody else's name.
  public Outcome<Person> appoint(Email email, By by) {
    return alone(
        by,
        (tx, _) ->
            PersonTable.find(tx.handle(), email)
                .map(
                    person ->
                        PersonTable.isVerified(tx.handle(), person.id())
                            ? appoint(tx, person, by)
                            : Outcome.<Person>refused(Refusal.NOT_VERIFIED))
                .orElseGet(Outcome::absent));
  }

  /// Appoints somebody by the id that they have told: only they see it, and who works with them.
  public Outcome<Person> appoint(String person, By by) {
    return alone(
        by,
        (tx, _) ->
            PersonTable.find(tx.handle(), person)
                .map(found -> appoint(tx, found, by))
                .orElseGet(Outcome::absent));
  }

  private static Outcome<Person> appoint(Tx tx, Person person, By by) {
    if (person.operator()) {
      return Outcome.refused(Refusal.ALREADY_AN_OPERATOR);
    }
    Person after = changed(tx, person, /* operator= */ true);
    AuditLog.append(
        tx,
        AuditLog.INSTALLATION,
        by,
        Event.create(
            RESOURCE, person.id(), "Appointed %s".formatted(person.email()), Facts.of(person)));
    return Outcome.changed(after);
  }

  /// Takes the role away, also one's own. Answers who it was.
  public Outcome<Person> dismiss(String person, By by) {
    return alone(
        by,
        (tx, operators) -> {
          Optional<Person> found = PersonTable.find(tx.handle(), person).filter(Person::operator);
          if (found.isEmpty()) {
            return Outcome.absent();
          }
          if (operators.size() == 1) {
            return Outcome.refused(Refusal.LAST_OPERATOR);
          }
          Person after = changed(tx, found.get(), /* operator= */ false);
          AuditLog.append(
              tx,
              AuditLog.INSTALLATION,
              by,
              Event.delete(
                  RESOURCE, person, "Dismissed %s".formatted(after.email()), Facts.of(after)));
          return Outcome.changed(after);
        });
  }

  private static Person changed(Tx tx, Person person, boolean operator) {
    PersonTable.setOperator(tx, person.id(), operator);
    int _ = SessionTable.endAll(tx, person.id(), Optional.empty());
    return PersonTable.find(tx.handle(), person.id()).orElseThrow();
  }

  private interface Work {
    Outcome<Person> with(Tx tx, Set<String> operators);
  }

  /// Works while nobody else appoints or dismisses, for who is still an operator then.
  private Outcome<Person> alone(By by, Work work) {
    return database.write(
        tx -> {
          Set<String> operators = PersonTable.holdOperators(tx);
          return operators.contains(by.id())
              ? work.with(tx, operators)
              : Outcome.refused(Refusal.NOT_YOURS);
        });
  }
}
