package latchkey.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;

/// Contacts of two organizations in a German town, where Ann and Bob work.
public final class Desk {
  public static final Place ACME = new Place("org_acme", "a1a1a1a1a1a1a1a1a1a1a1a1");
  public static final Place SALES = new Place("org_acme", "b2b2b2b2b2b2b2b2b2b2b2b2");
  public static final Place OTHER = new Place("org_other", "c3c3c3c3c3c3c3c3c3c3c3c3");
  public static final Author KEY =
      new Author(By.key("4fYq8GzT0aBcDeF1", "Sync", Origin.NONE), Source.API);
  public static final Author ANN = new Author(By.person("ann", "Ann", Origin.NONE), Source.MANUAL);
  public static final OptionalLong ANY = OptionalLong.empty();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Where a telephone number is that names no country.
  public static final Regions REGIONS = (_, _) -> "DE";

  final Database database;
  public final Setups setups;
  public final Contacts contacts;

  private static final class Town implements Staff {
    @Override
    public Optional<String> owner(Handle handle, String organizationId) {
      return Optional.of("ann");
    }

    @Override
    public Set<String> working(Handle handle, String organizationId, Collection<String> persons) {
      return persons.stream().filter(Set.of("ann", "bob")::contains).collect(Collectors.toSet());
    }
  }

  public Desk(Database database) {
    this.database = database;
    if (database
        .read(
            handle -> handle.createQuery("SELECT id FROM organization").mapTo(String.class).list())
        .isEmpty()) {
      Organizations organizations = new Organizations(database, _ -> {});
      organizations.create(Organization.named(ACME.organizationId(), "Acme", "acme"));
      organizations.create(Organization.named(OTHER.organizationId(), "Other", "lk"));
    }
    setups = new Setups(database, new Town());
    contacts =
        new Contacts(
            database,
            setups,
            new Arrivals(new Town()),
            (_, _, text) ->
                List.of("ann", "bob").stream()
                    .filter(id -> text.equals(id) || text.equalsIgnoreCase(id + "@example.com"))
                    .findFirst(),
            REGIONS);
  }

  public static ObjectNode json(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Creation create(String sent) {
    return contacts.create(ACME, json(sent), false, KEY);
  }

  public Contact made(String sent) {
    return made(ACME, sent);
  }

  Contact made(Place place, String sent) {
    return ((Creation.Created) contacts.create(place, json(sent), false, KEY)).contact();
  }

  Change change(Contact contact, String sent) {
    return contacts.change(contact.place(), new Ref.Id(contact.id()), json(sent), ANY, KEY);
  }

  static Contact changed(Change change) {
    return ((Change.Changed) change).contact();
  }

  List<String> found(String search) {
    return contacts
        .list(ACME, Filter.NONE.searching(search), Sort.parse("createdAt"), Slice.page(1, 100))
        .contacts()
        .stream()
        .map(contact -> contact.fields().name().orElse(""))
        .toList();
  }
}
