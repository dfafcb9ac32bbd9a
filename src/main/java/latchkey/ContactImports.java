package latchkey;

import java.nio.file.Path;
import java.time.Duration;
import latchkey.agents.Agents;
import latchkey.db.Database;
import latchkey.files.Files;
import latchkey.files.Shelf;
import latchkey.forms.Forms;
import latchkey.imports.Bounds;
import latchkey.imports.ImportRunner;
import latchkey.imports.Imports;
import latchkey.ops.Jobs;

/// Imports of contacts, with what works on them.
final class ContactImports {
  private ContactImports() {}

  static Imports open(Database database, Crm crm, Path folder) {
    return new Imports(database, crm.contacts(), crm.setups(), folder, Bounds.USUAL);
  }

  /// To be closed.
  static ImportRunner start(Database database, Crm crm, Imports imports) {
    return ImportRunner.start(
        database,
        crm.contacts(),
        imports,
        (handle, place) -> Agents.has(handle, place.organizationId(), place.agentId()),
        (handle, place, contactId) ->
            Files.any(handle, new Shelf(place.organizationId(), place.agentId(), contactId))
                || Forms.any(handle, place, contactId));
  }

  static void keepSwept(Imports imports, Jobs jobs) {
    jobs.every(
        Duration.ofHours(1),
        "forget old imports",
        () -> {
          imports.sweep();
          int _ = imports.prune();
        });
  }
}
