package latchkey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Author;
import latchkey.crm.Contact;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.Place;
import latchkey.crm.Source;
import latchkey.people.Person;

/// People that the demo's agents know: the same at every start.
final class DemoContacts {
  private static final List<String> FIRST =
      List.of(
          "Ada", "Amir", "Beatriz", "Chen", "Dmitri", "Elena", "Fatima", "Grace", "Hugo", "Ines",
          "Jonas", "Keiko", "Liam", "Malia", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Søren");
  private static final List<String> LAST =
      List.of(
          "Abara",
          "Bergström",
          "Costa",
          "Dubois",
          "Eriksen",
          "Fischer",
          "García",
          "Haddad",
          "Ito",
          "Jensen",
          "Kowalski",
          "Lindqvist",
          "Müller",
          "Novák",
          "Okafor",
          "Petrov",
          "Quispe",
          "Rossi",
          "Silva",
          "Tanaka");
  private static final List<String> STAGES =
      List.of("Lead", "Lead", "Prospect", "Customer", "Customer", "Old Customer");
  private static final List<String> NOTES =
      List.of(
          "Prefers to be called in the morning.",
          "Asked for an offer for ten seats; decides after the summer.",
          "Moved to Lisbon. The old number still works until the end of the month.",
          "Very happy with the support line.\nWould be a reference.");

  private final Crm crm;
  private final Random random;

  DemoContacts(Crm crm, long seed) {
    this.crm = crm;
    this.random = new Random(seed);
  }

  /// Makes that many; somebody has written something about every tenth.
  void make(Place place, int many, Person by) {
    Author manual = new Author(By.person(by.id(), by.name(), Origin.NONE), Source.MANUAL);
    Author program = new Author(By.system("demo"), Source.API);
    var _ = DemoCrm.addField(crm, place, manual.by(), "Company", CustomField.Type.TEXT);
    for (int i = 0; i < many; i++) {
      Author author = i % 3 == 0 ? manual : program;
      Creation made = crm.contacts().create(place, person(i), false, author);
      if (made instanceof Creation.Created(Contact contact, _) && i % 10 == 0) {
        var _ = crm.notes().add(place, contact.id(), any(NOTES), manual.by());
        new DemoFiles(crm.files()).put(place, contact.id(), 0, 1, manual);
      }
    }
  }

  private ObjectNode person(int number) {
    String first = any(FIRST);
    String last = any(LAST);
    ObjectNode person = JsonNodeFactory.instance.objectNode();
    person.put("name", first + " " + last);
    person.put("externalReferenceId", "nw-%05d".formatted(number + 1));
    if (random.nextInt(8) > 0) {
      String plain = Normalizer.normalize(first + "." + last, Normalizer.Form.NFKD);
      person.put(
          "email",
          plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z.]", "") + number + "@example.com");
    }
    person.put("mobileNumber", "+1415555%04d".formatted(1000 + number % 9000));
    if (random.nextBoolean()) {
      person.put("gender", random.nextBoolean() ? "Female" : "Male");
    }
    person.put("stage", any(STAGES));
    person.put("status", random.nextInt(5) > 0 ? "Active" : "Inactive");
    return person;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
