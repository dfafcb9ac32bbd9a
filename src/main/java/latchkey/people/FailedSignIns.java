package latchkey.people;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import org.jdbi.v3.core.Handle;

/// Keeps that somebody tried to sign in and could not: in the installation's chain before that is
/// answered, and then in the chains of the organizations in which they are an active member, for
/// those who look after these.
final class FailedSignIns {
  /// The ones that they joined first.
  static final int MOST_ORGANIZATIONS = 10;

  private final Database database;
  private final Executor later;

  FailedSignIns(Database database, Executor later) {
    this.database = database;
    this.later = later;
  }

  /// @param account what was said to be tried, which may be nobody's, or empty
  /// @param whose finds out whose account it was. That is asked after the answer, for the time
  /// that it takes would tell strangers whether there is such an account.
  void note(String account, Event event, Origin origin, Function<Handle, Optional<Person>> whose) {
    append(AuditLog.INSTALLATION, account, event, origin);
    later.execute(() -> tell(event, origin, whose));
  }

  private void tell(Event event, Origin origin, Function<Handle, Optional<Person>> whose) {
    try {
      Optional<Person> found = database.read(whose);
      if (found.isPresent()) {
        Person person = found.get();
        List<String> organizations =
            database.read(handle -> MemberTable.activeIn(handle, person.id(), MOST_ORGANIZATIONS));
        for (String organization : organizations) {
          append(organization, person.email().text(), event, origin);
        }
      }
    } catch (DatabaseException _) {
      // the installation's chain has it
    }
  }

  /// Each in its own transaction, so that nobody holds two chains at once.
  private void append(String chain, String account, Event event, Origin origin) {
    database.write(
        tx -> {
          AuditLog.append(
              tx, chain, new By(By.Kind.SYSTEM, "sign-in", account, origin), event.failed());
          return true;
        });
  }
}
