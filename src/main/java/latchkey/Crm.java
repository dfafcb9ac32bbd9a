package latchkey;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import latchkey.crm.Arrivals;
import latchkey.crm.Contacts;
import latchkey.crm.Notes;
import latchkey.crm.Setups;
import latchkey.crm.Staff;
import latchkey.db.Database;
import latchkey.files.Files;
import latchkey.forms.Forms;
import latchkey.people.Members;
import latchkey.people.Organizations;
import latchkey.people.Right;
import org.jdbi.v3.core.Handle;

/// The contacts of agents and how they are kept, with the people who own them, their files, and
/// forms.
record Crm(Setups setups, Contacts contacts, Notes notes, Files files, Forms forms) {
  /// What one needs to be given contacts.
  private static final Right OWNING = Right.CONTACTS_MANAGE;

  static Crm on(Database database, Files files) {
    Staff staff = new People();
    Setups setups = new Setups(database, staff);
    Contacts contacts =
        new Contacts(
            database,
            setups,
            new Arrivals(staff),
            (handle, organization, named) -> Members.named(handle, organization, OWNING, named),
            Organizations::defaultRegion);
    return new Crm(
        setups,
        contacts,
        new Notes(database),
        files,
        new Forms(database, contacts, setups, Organizations::defaultRegion));
  }

  private static final class People implements Staff {
    @Override
    public Optional<String> owner(Handle handle, String organizationId) {
      return Members.owner(handle, organizationId);
    }

    @Override
    public Set<String> working(Handle handle, String organizationId, Collection<String> persons) {
      return Members.holding(handle, organizationId, OWNING, persons);
    }
  }
}
