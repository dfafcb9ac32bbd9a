package latchkey.crm;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Who may own contacts of an organization, as it is in a transaction.
public interface Staff {
  /// The organization's owner.
  Optional<String> owner(Handle handle, String organizationId);

  /// Those of these persons that work there: not who left, is suspended or may only look.
  Set<String> working(Handle handle, String organizationId, Collection<String> persons);
}
