package latchkey.people;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// What audit entries show of people and organizations before and after a change.
final class Facts {
  private static final JsonFactory JSON = new JsonFactory();

  private Facts() {}

  static String of(Organization organization) {
    return json(
        "name", organization.name(),
        "status", organization.status().text(),
        "keyPrefix", organization.keyPrefix(),
        "sealedCopies", String.valueOf(organization.sealedCopies()),
        "ownResources", Organizations.text(organization.ownResources()),
        "timeZone", organization.timeZone().getId(),
        "defaultRegion", organization.defaultRegion(),
        "plan", organization.plan().tier().text(),
        "planLimits", organization.plan().limits().text(),
        "billingContact", organization.billingContact().map(Email::text).orElse(""));
  }

  static String of(Person person) {
    return json(
        "email", person.email().text(),
        "firstName", person.firstName(),
        "lastName", person.lastName());
  }

  static String of(Member member) {
    return json(
        "email", member.email().text(),
        "role", member.role().text(),
        "status", member.status().text());
  }

  /// An object of texts: names and values by turns.
  static String json(String... namesAndValues) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }
}
