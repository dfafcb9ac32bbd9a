package latchkey.crm;

import java.util.Optional;

/// What happens when a contact is created.
///
/// @param manual where a member adds it, alone or by a CSV file
/// @param captured where it comes in by itself: through the API, a form or a chat
public record Automations(Created manual, Created captured) {
  /// With no owner configured, the organization's owner is assigned.
  public static final Automations DEFAULT =
      new Automations(
          new Created(new Assignment.OrganizationOwner(), Optional.empty()),
          new Created(new Assignment.OrganizationOwner(), Optional.empty()));

  /// What is filled in where the request says nothing.
  ///
  /// @param stage one of the agent's; without one the contact has none
  public record Created(Assignment owners, Optional<String> stage) {}

  public Automations {
    if (captured.owners() instanceof Assignment.Creator) {
      throw new IllegalArgumentException(
          "a captured contact has no creator to be assigned: choose another strategy");
    }
  }

  public Created on(Source source) {
    return byHand(source) ? manual : captured;
  }

  static boolean byHand(Source source) {
    return switch (source) {
      case MANUAL, CSV -> true;
      case API, FORM, CHAT -> false;
    };
  }
}
