package latchkey.crm;

import java.nio.charset.StandardCharsets;
import latchkey.db.Writes;
import latchkey.outbox.Outbox;

/// What is told of contacts: each change, with the contact as it was left.
final class ContactEvents {
  private ContactEvents() {}

  static void append(Writes writes, String type, Contact contact, String byId) {
    Outbox.append(
        writes,
        contact.place().organizationId(),
        contact.place().agentId(),
        type,
        contact.id(),
        ContactJson.text(contact).getBytes(StandardCharsets.UTF_8),
        byId);
  }
}
