package latchkey.crm;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Who can own contacts: the members of the organization.
@FunctionalInterface
public interface Owners {
  /// The id of the member with that id or e-mail address.
  Optional<String> find(Handle handle, String organizationId, String idOrEmail);
}
