package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do to find contacts, in lists that are longer than what is walked.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SearchTest {
  private static final int MANY = ContactList.WALKED + 500;
  private static final List<Sort> SORTS =
      List.of("createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name").stream()
          .map(Sort::parse)
          .toList();

  @Parameter TestDatabases engine;
  private Database database;
  private Desk desk;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    desk = new Desk(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// Of `MANY`: each has its number in name and address, and one of ten stages is the others'.
  private void many() {
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < MANY; i++) {
                String sent =
                    "{'name': 'Zoé %05d %s', 'email': 'p%05d@example.com', 'stage': '%s'}"
                        .formatted(
                            i * 7919 % MANY,
                            i == 3 ? "Ärmel" : "x",
                            i,
                            i < 9 ? "Customer" : "Lead");
                var _ = desk.contacts.create(tx, Desk.ACME, Desk.json(sent), false, Desk.KEY);
              }
              return MANY;
            });
  }

  private Found found(Filter filter, Sort sort, Slice slice) {
    return desk.contacts.list(Desk.ACME, filter, sort, slice);
  }

  private List<String> emails(Filter filter, Sort sort) {
    return found(filter, sort, Slice.page(1, 100)).contacts().stream()
        .map(contact -> contact.fields().email().orElseThrow())
        .toList();
  }

  @Test
  void inALongListTheRareAndTheFrequentAreFoundAndPagedInEveryOrder() {
    many();
    pagesToTheEnd();
    for (Sort sort : SORTS) {
      assertThat(emails(Filter.NONE.searching("armel"), sort))
          .as("%s", sort)
          .containsExactly("p00003@example.com");
      assertThat(emails(Filter.NONE.searching("ar zoe"), sort)).hasSize(1);
      assertThat(emails(Filter.NONE.searching("ärmelx"), sort)).isEmpty();
      assertThat(emails(Filter.NONE.searching("qq"), sort)).isEmpty();
      assertThat(emails(Filter.NONE.bearing(Listing.STAGES, "Customer"), sort)).hasSize(9);
      assertThat(emails(Filter.NONE.searching("zoe").bearing(Listing.STAGES, "Customer"), sort))
          .hasSize(9);
      Found frequent = found(Filter.NONE.searching("example"), sort, Slice.page(1, 20));
      assertThat(frequent.contacts())
          .isEqualTo(found(Filter.NONE, sort, Slice.page(1, 20)).contacts());
      assertThat(frequent.total()).isEqualTo(ContactList.COUNTED);
      assertThat(frequent.totalIsExact()).isFalse();
      assertThat(found(Filter.NONE.searching("ar"), sort, Slice.page(1, 20)).total()).isEqualTo(1);
    }
  }

  private void pagesToTheEnd() {
    Filter some = Filter.NONE.searching("p010");
    for (Sort sort : SORTS) {
      List<String> whole = emails(some, sort);
      Found page = found(some, sort, Slice.page(1, 30));
      List<Contact> paged = new ArrayList<>(page.contacts());
      while (page.next().isPresent()) {
        page = found(some, sort, Slice.after(page.next().get(), 30));
        paged.addAll(page.contacts());
      }
      assertThat(paged)
          .extracting(contact -> contact.fields().email().orElseThrow())
          .as("%s", sort)
          .isEqualTo(whole)
          .hasSize(100);
      assertThat(found(some, sort, Slice.page(4, 30)).contacts()).isEqualTo(paged.subList(90, 100));
    }
  }

  @Test
  void aContactIsFoundByWhatItIsNow() {
    Contact made =
        desk.made(
            """
            {'name': 'Ann', 'email': 'ann@example.com', 'stage': 'Lead', 'status': 'Active',
             'owner': 'ann', 'secondaryOwner': 'bob'}
            """);
    Ref ref = new Ref.Id(made.id());
    assertThat(names("ann")).containsExactly("Ann");
    var _ =
        desk.change(
            made,
            "{'name': 'Bea', 'email': 'b@example.com', 'owner': 'bob', 'secondaryOwner': null}");
    assertThat(names("ann")).isEmpty();
    assertThat(names("bea")).containsExactly("Bea");
    assertThat(owned("ann")).isZero();
    assertThat(owned("ann@example.com")).isZero();
    assertThat(owned("bob")).isEqualTo(1);
    assertThat(owned("Bob@Example.com")).isEqualTo(1);
    assertThat(owned("nobody@example.com")).isZero();

    var _ = desk.contacts.archive(Desk.ACME, ref, Desk.ANY, Desk.KEY);
    assertThat(names("bea")).isEmpty();
    assertThat(emails(Filter.ARCHIVED.searching("bea"), Sort.DEFAULT)).hasSize(1);
    var _ = desk.contacts.unarchive(Desk.ACME, ref, Desk.ANY, Desk.KEY);
    assertThat(names("bea")).containsExactly("Bea");

    var _ =
        desk.setups.reword(
            Desk.ACME,
            Listing.STAGES,
            new Wording(
                List.of(new Wording.Named("New", Optional.of("Lead"))),
                Map.of("Prospect", "New", "Customer", "New", "Old Customer", "New")),
            Desk.ANY,
            Desk.ANN.by());
    assertThat(emails(Filter.NONE.bearing(Listing.STAGES, "New"), Sort.DEFAULT)).hasSize(1);
    assertThat(emails(Filter.NONE.bearing(Listing.STAGES, "Lead"), Sort.DEFAULT)).isEmpty();

    boolean removed = database.write(tx -> ContactTable.delete(tx, Desk.ACME, made.id(), 5));
    assertThat(removed).isTrue();
    assertThat(indexed()).isZero();
  }

  private long owned(String person) {
    return found(
            new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(person),
                Optional.empty(),
                Optional.empty(),
                false,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()),
            Sort.DEFAULT,
            Slice.page(1, 10))
        .total();
  }

  private long indexed() {
    return database.read(
        handle ->
            handle.createQuery("SELECT count(*) FROM contact_search").mapTo(Long.class).one());
  }

  private List<String> names(String search) {
    return desk.found(search);
  }

  @Test
  void shortPartsAndCharactersOfTheWorldAreFound() {
    desk.made("{'name': '王小明', 'email': 'w@example.com'}");
    desk.made("{'name': '🦊 Fox', 'email': 'f@example.com'}");
    desk.made("{'name': 'Li Qi', 'email': 'l@example.com'}");
    desk.made("{'name': 'Иван', 'email': 'i@example.com'}");
    assertThat(names("王")).containsExactly("王小明");
    assertThat(names("小明")).containsExactly("王小明");
    assertThat(names("王小明")).containsExactly("王小明");
    assertThat(names("明王")).isEmpty();
    assertThat(names("🦊")).containsExactly("🦊 Fox");
    assertThat(names("qi li")).containsExactly("Li Qi");
    assertThat(names("q")).containsExactly("Li Qi");
    assertThat(names("ИВАН")).containsExactly("Иван");
    assertThat(names("%")).isEmpty();
    assertThat(names("w@")).containsExactly("王小明");
  }

  @Test
  void aNumberIsFoundAsPeopleWriteIt() {
    desk.made("{'name': 'Ann', 'mobileNumber': '+49 30 123456'}");
    desk.made("{'name': 'Bob', 'mobileNumber': '+49 170 1234567'}");
    for (String text :
        List.of("+49 (0)30 123456", "0049 (0) 30 123", "(030) 123", "ann 030", "Ann +49(0)30")) {
      assertThat(names(text)).as(text).containsExactly("Ann");
    }
    assertThat(names("bob 0170")).containsExactly("Bob");
    assertThat(names("ann 0170")).isEmpty();
  }

  @Test
  void twoAgentsAreNeverFoundTogether() {
    desk.made("{'name': 'Ann', 'email': 'ann@example.com'}");
    desk.made(Desk.SALES, "{'name': 'Ann', 'email': 'ann@example.com'}");
    desk.made(Desk.OTHER, "{'name': 'Ann', 'email': 'ann@example.com'}");
    assertThat(names("ann")).hasSize(1);
    Place crossed = new Place(Desk.OTHER.organizationId(), Desk.ACME.agentId());
    assertThat(
            desk.contacts
                .list(crossed, Filter.NONE.searching("ann"), Sort.DEFAULT, Slice.page(1, 9))
                .contacts())
        .isEmpty();
  }
}
