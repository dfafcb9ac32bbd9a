package latchkey.crm;

import org.jdbi.v3.core.Handle;

/// What other rooms keep beside contacts, such as files.
@FunctionalInterface
public interface Belongings {
  /// Whether a contact has any.
  boolean of(Handle handle, Place place, String contactId);
}
