package latchkey.crm;

import java.util.Optional;

/// What automations fill in of a new contact.
public record Arrival(
    Optional<String> owner, Optional<String> secondaryOwner, Optional<String> stage) {}
