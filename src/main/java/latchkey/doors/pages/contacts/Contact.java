package latchkey.doors.pages.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A contact as the API shows it.
public record Contact(
    String id,
    Optional<String> externalReferenceId,
    Optional<String> name,
    Optional<String> email,
    Optional<String> mobileNumber,
    Optional<String> gender,
    Optional<String> status,
    Optional<String> stage,
    Optional<String> owner,
    Optional<String> secondaryOwner,
    Map<String, Object> customFields,
    String source,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> archivedAt,
    long version) {
  public Contact {
    customFields = Map.copyOf(customFields);
  }

  /// What to call somebody whose name is not known.
  public String called() {
    return name.or(() -> email).or(() -> mobileNumber).orElse(id);
  }

  public boolean archived() {
    return archivedAt.isPresent();
  }

  /// A custom field's values: several of a multi-choice, one of any other, none if it is not set.
  public List<String> custom(String key) {
    return switch (customFields.get(key)) {
      case null -> List.of();
      case List<?> several -> several.stream().map(String::valueOf).toList();
      case Object one -> List.of(String.valueOf(one));
    };
  }
}
