package latchkey.crm;

import java.util.OptionalLong;

/// One contact of an agent.
///
/// @param version goes up by one with each change
public record Contact(
    String id,
    Place place,
    Fields fields,
    Source source,
    long createdAt,
    long updatedAt,
    OptionalLong archivedAt,
    long version) {
  public boolean archived() {
    return archivedAt.isPresent();
  }

  /// As people call it: by its name, or else by how it is reached.
  public String title() {
    return fields.name().or(fields::email).or(fields::mobileNumber).orElse(id);
  }

  /// The next version of it.
  Contact changed(long now, Fields fields) {
    return changed(now, fields, archivedAt);
  }

  Contact changed(long now, Fields fields, OptionalLong archivedAt) {
    return new Contact(
        id, place, fields, source, createdAt, Math.max(now, updatedAt), archivedAt, version + 1);
  }
}
