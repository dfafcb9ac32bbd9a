package latchkey;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import latchkey.agents.Leavings;
import latchkey.agents.Leavings.Gone;
import latchkey.agents.Leavings.Left;
import latchkey.crm.Clearance;
import latchkey.crm.Place;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.files.Files;
import latchkey.forms.Forms;
import latchkey.imports.Imports;
import latchkey.ops.Jobs;
import latchkey.outbox.Outbox;

/// Takes away what the rooms have of agents that were deleted, in steps of a bounded size; what is
/// broken off goes on the next time.
final class DeletedAgents {
  /// By then no request goes on that began before the agent was deleted.
  static final Duration LATE = Duration.ofMinutes(10);

  private static final int STEP = 500;

  /// The database looks for submissions of each form that goes, among all there are.
  private static final int FORMS_AT_ONCE = 5;

  private final Database database;
  private final Leavings leavings;
  private final Files files;
  private final Imports imports;

  DeletedAgents(Database database, Files files, Imports imports) {
    this.database = database;
    this.leavings = new Leavings(database);
    this.files = files;
    this.imports = imports;
  }

  void keepCleared(Jobs jobs, LongSupplier clock) {
    jobs.every(Duration.ofMinutes(1), "clear deleted agents", () -> clear(clock.getAsLong()));
  }

  void clear(long now) {
    leavings.before(now - LATE.toMillis()).forEach(this::clear);
  }

  /// Contacts first: without one, nobody puts anything beside it.
  private void clear(Left left) {
    Place place = new Place(left.organizationId(), left.agentId());
    whole(
        tx -> {
          int gone = Clearance.contacts(tx, place, STEP);
          Leavings.count(tx, left, new Gone(gone, 0, 0));
          return gone;
        });
    while (files.clear(
            left.organizationId(),
            left.agentId(),
            STEP,
            (tx, gone) -> Leavings.count(tx, left, new Gone(0, gone, 0)))
        > 0) {
      // the rest of them
    }
    whole(tx -> Forms.clearSubmissions(tx, place, STEP));
    whole(
        tx -> {
          int gone = Forms.clear(tx, place, FORMS_AT_ONCE);
          Leavings.count(tx, left, new Gone(0, 0, gone));
          return gone;
        });
    whole(tx -> Clearance.rest(tx, place, STEP));
    Outbox.forget(database, left.organizationId(), left.agentId());
    if (imports.clear(place)) {
      leavings.end(left);
    }
  }

  private void whole(ToIntFunction<Tx> step) {
    while (database.write(step::applyAsInt) > 0) {
      // the rest of it
    }
  }
}
