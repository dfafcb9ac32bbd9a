package latchkey.crm;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is written about a contact.
///
/// @param mobileNumber in the form of E.164
/// @param owner the id of a member
/// @param customFields by key: texts, numbers, booleans and lists of texts
public record Fields(
    Optional<String> externalReferenceId,
    Optional<String> name,
    Optional<String> email,
    Optional<String> mobileNumber,
    Optional<String> gender,
    Optional<String> status,
    Optional<String> stage,
    Optional<String> owner,
    Optional<String> secondaryOwner,
    Map<String, Object> customFields) {
  public Fields {
    customFields = Collections.unmodifiableMap(new TreeMap<>(customFields));
  }

  /// The same with what happens to a new contact.
  Fields arriving(Arrival arrival) {
    return new Fields(
        externalReferenceId,
        name,
        email,
        mobileNumber,
        gender,
        status,
        arrival.stage(),
        arrival.owner(),
        arrival.secondaryOwner(),
        customFields);
  }
}
