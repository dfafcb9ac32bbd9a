package latchkey.crm;

import org.jdbi.v3.core.Handle;

/// In which country a telephone number is that names none: a setting of each organization.
@FunctionalInterface
public interface Regions {
  /// The two letters of a country.
  String of(Handle handle, String organizationId);
}
