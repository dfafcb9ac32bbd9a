package latchkey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Assignment;
import latchkey.crm.Author;
import latchkey.crm.Automations;
import latchkey.crm.Contact;
import latchkey.crm.Creation;
import latchkey.crm.CustomField;
import latchkey.crm.Listing;
import latchkey.crm.Place;
import latchkey.crm.SetupChange;
import latchkey.crm.Source;
import latchkey.crm.Wording;
import latchkey.crm.Wording.Named;
import latchkey.db.Database;
import latchkey.people.Person;

/// Months of an agent's contacts: people of many countries, with fields of their own, notes and
/// files. Their emails and numbers are such as nobody has.
final class DemoCrm {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int MONTHS = 6 * 30;
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final List<String> STAGES =
      List.of(
          "Lead", "Lead", "Lead", "Prospect", "Prospect", "Customer", "Customer", "Old Customer");
  private static final List<String> STATUSES =
      List.of("Active", "Active", "Active", "Active", "Waiting", "Inactive");
  private static final List<String> COMPANIES =
      List.of(
          "Aurora Clinics",
          "Bakery Nord",
          "Blue Fjord Shipping",
          "Casa Verde",
          "Delta Legal",
          "Elbe Logistik",
          "Fjällräven Rental",
          "Green Acre Farms",
          "Harbor Dental",
          "Iris Optics");
  private static final List<String> NOTES =
      List.of(
          "Prefers to be called in the morning.",
          "Asked for an offer for ten seats; decides after the summer.",
          "Moved to Lisbon. The old number still works until the end of the month.",
          "Very happy with the support line.\nWould be a reference.",
          "Wants invoices by post, to the office in the second courtyard.",
          "Speaks little English: write, and keep it short.");

  private final Database database;
  private final Crm crm;
  private final Random random;
  private final long now;
  private final Person manager;
  private final Person member;

  DemoCrm(Database database, Crm crm, Random random, long now, Person manager, Person member) {
    this.database = database;
    this.crm = crm;
    this.random = random;
    this.now = now;
    this.manager = manager;
    this.member = member;
  }

  /// One that is to be made.
  private record Planned(long at, ObjectNode person, Author author) {}

  /// One that was made.
  private record Made(long at, String id) {}

  void make(Place place, int many) {
    By by = by(manager);
    settings(place, by);
    List<Planned> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(planned(i));
    }
    List<Made> made = created(place, all);
    for (int i = 0; i < made.size(); i += 7) {
      note(place, made.get(i), i % 2 == 0 ? by : by(member));
    }
    DemoFiles papers = new DemoFiles(crm.files());
    for (int i = 0; i < made.size(); i += 20) {
      Made contact = made.get(i);
      int first = i / 20;
      Author author = new Author(by, Source.MANUAL);
      papersOf(() -> papers.put(place, contact.id, first, 1 + first % 3, author), contact);
    }
  }

  private void papersOf(Runnable put, Made contact) {
    var _ =
        database.at(
            contact.at,
            () -> {
              put.run();
              return contact;
            });
  }

  private static By by(Person person) {
    return By.person(person.id(), person.name(), Origin.NONE);
  }

  private <T> void then(Supplier<T> deed) {
    T _ = database.at(now - MONTHS * DAY, deed);
  }

  private void settings(Place place, By by) {
    then(
        () ->
            crm.setups()
                .reword(
                    place,
                    Listing.STATUSES,
                    new Wording(
                        List.of(kept("Active"), kept("Waiting"), kept("Inactive")), Map.of()),
                    ANY,
                    by));
    if (crm.setups().of(place).field("company").isEmpty()) {
      field(place, by, "Company", CustomField.Type.TEXT);
    }
    field(place, by, "Plan", CustomField.Type.CHOICE, "Free", "Team", "Business");
    field(place, by, "Interests", CustomField.Type.MULTI_CHOICE, "Calls", "Documents", "Forms");
    field(place, by, "Customer since", CustomField.Type.DATE);
    field(place, by, "Seats", CustomField.Type.NUMBER);
    field(place, by, "Newsletter", CustomField.Type.BOOLEAN);
    then(
        () ->
            crm.setups()
                .automate(
                    place,
                    new Automations(
                        new Automations.Created(new Assignment.Creator(), Optional.of("Lead")),
                        new Automations.Created(
                            new Assignment.RoundRobin(
                                List.of(manager.id(), member.id()), List.of()),
                            Optional.of("Lead"))),
                    ANY,
                    by));
  }

  private static Named kept(String name) {
    return new Named(name, Optional.empty());
  }

  private void field(Place place, By by, String label, CustomField.Type type, String... choices) {
    then(() -> addField(crm, place, by, label, type, choices));
  }

  /// A field that nobody has to fill in.
  static SetupChange addField(
      Crm crm, Place place, By by, String label, CustomField.Type type, String... choices) {
    return crm.setups()
        .addField(
            place,
            label,
            key ->
                new CustomField(
                    key,
                    label,
                    type,
                    /* required= */ false,
                    /* unique= */ false,
                    OptionalInt.empty(),
                    List.of(choices),
                    /* archived= */ false),
            ANY,
            by);
  }

  /// Together they share commits; one after the other each would wait for the disk.
  private List<Made> created(Place place, List<Planned> all) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Optional<Made>>> work = new ArrayList<>();
      all.forEach(planned -> work.add(() -> created(place, planned)));
      List<Made> made = new ArrayList<>();
      for (var one : each.invokeAll(work)) {
        one.get().ifPresent(made::add);
      }
      return made;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the demo's contacts cannot be made", e);
    }
  }

  private Optional<Made> created(Place place, Planned planned) {
    Creation creation =
        database.at(
            planned.at, () -> crm.contacts().create(place, planned.person, false, planned.author));
    return creation instanceof Creation.Created(Contact contact, _)
        ? Optional.of(new Made(planned.at, contact.id()))
        : Optional.empty();
  }

  private void note(Place place, Made contact, By by) {
    long at = Math.min(contact.at + random.nextInt(20) * DAY, now - DAY / 24);
    var _ = database.at(at, () -> crm.notes().add(place, contact.id, any(NOTES), by));
  }

  private Planned planned(int number) {
    // More of them lately, as it is with something that grows.
    long age = (long) (MONTHS * DAY * Math.pow(random.nextDouble(), 2));
    long at = now - Math.max(age, DAY / 12);
    DemoNames.Name name = DemoNames.any(random);
    ObjectNode person = JsonNodeFactory.instance.objectNode();
    person.put("name", name.full());
    person.put("externalReferenceId", "crm-%05d".formatted(number + 1));
    if (random.nextInt(9) > 0) {
      person.put("email", name.mailbox() + number + "@example.com");
    }
    person.put("mobileNumber", phone(number));
    if (random.nextInt(3) > 0) {
      person.put("gender", random.nextInt(12) == 0 ? "Diverse" : name.gender());
    }
    person.put("status", any(STATUSES));
    String stage = any(STAGES);
    if (random.nextInt(4) > 0) {
      person.put("stage", stage);
    }
    person.set("customFields", custom(stage, at));
    boolean byHand = random.nextInt(8) == 0;
    return new Planned(
        at,
        person,
        byHand
            ? new Author(by(random.nextBoolean() ? manager : member), Source.MANUAL)
            : new Author(By.system("demo"), any(List.of(Source.API, Source.API, Source.CHAT))));
  }

  /// Of the ranges that are kept free for stories.
  private static String phone(int number) {
    return switch (number % 3) {
      case 0 -> "+1415555%04d".formatted(2000 + number);
      case 1 -> "+442079460%03d".formatted(number % 1000);
      default -> "+493023125%03d".formatted(number % 1000);
    };
  }

  private ObjectNode custom(String stage, long at) {
    ObjectNode custom = JsonNodeFactory.instance.objectNode();
    if (random.nextInt(3) > 0) {
      custom.put("company", any(COMPANIES));
    }
    if (stage.endsWith("Customer")) {
      custom.put("plan", any(List.of("Team", "Business")));
      custom.put("seats", 1 + random.nextInt(40));
      custom.put(
          "customerSince",
          Instant.ofEpochMilli(at).atZone(ZoneOffset.UTC).toLocalDate().toString());
    } else if (random.nextBoolean()) {
      custom.put("plan", "Free");
    }
    if (random.nextInt(3) == 0) {
      List<String> interests = new ArrayList<>(List.of("Calls", "Documents", "Forms"));
      Collections.shuffle(interests, random);
      ArrayNode some = custom.putArray("interests");
      interests.subList(0, 1 + random.nextInt(2)).forEach(some::add);
    }
    if (random.nextInt(3) > 0) {
      custom.put("newsletter", random.nextBoolean());
    }
    return custom;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
