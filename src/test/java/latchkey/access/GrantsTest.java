package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantsTest {
  private static final Catalog CATALOG =
      Catalog.with(
          List.of(
              new Resource("tickets", List.of("read", "close")),
              new Resource("notes", List.of("read", "write"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contacts.read       | contacts.read",
        "contacts:read       | contacts.read",
        "leads.write         | leads.create leads.update leads.delete",
        "contacts.write      | contacts.create contacts.update contacts.delete",
        "models.invoke       | models.create",
        "models.list         | models.read",
        "tickets.close       | tickets.close",
        "notes.write         | notes.write",
        "tickets.*           | tickets.read tickets.close",
        "keys.*              | keys.create keys.read keys.update keys.delete",
        "analytics.*         | analytics.read",
        "*.close             | tickets.close",
        "*.invoke            | models.create",
        "document-extraction:* | document-extraction.create document-extraction.read",
      })
  void aNameStandsForItsPermissions(String name, String permissions) {
    assertThat(String.join(" ", Grants.parse(List.of(name), CATALOG).names()))
        .isEqualTo(permissions);
  }

  @Test
  void wildcardsMatchOwnResourcesToo() {
    assertThat(Grants.parse(List.of("*.read"), CATALOG).names())
        .contains("contacts.read", "analytics.read", "tickets.read", "notes.read")
        .allMatch(name -> name.endsWith(".read"))
        .hasSize(16);
    assertThat(Grants.parse(List.of("*.write"), CATALOG).names())
        .contains("calls.create", "calls.update", "calls.delete", "notes.write")
        .doesNotContain("keys.create", "calls.read", "document-extraction.create")
        .hasSize(6 * 3 + 1);
    assertThat(Grants.parse(List.of("*"), CATALOG).names()).isEqualTo(CATALOG.permissions());
    assertThat(Grants.parse(List.of("*.*"), CATALOG))
        .isEqualTo(Grants.parse(List.of("*"), CATALOG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"contacts", "calls", "leads", "agents", "knowledge_base", "integrations"})
  void writeDoesNotIncludeRead(String resource) {
    assertThat(Grants.parse(List.of(resource + ".write"), CATALOG).names())
        .hasSize(3)
        .doesNotContain(resource + ".read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "contact.read    | 'contact.read' is not a permission; did you mean contacts.read?",
        "Contacts.Read   | 'Contacts.Read' is not a permission; did you mean contacts.read?",
        "read:contacts   | 'read:contacts' is not a permission; did you mean contacts.read?",
        "contacts/read   | 'contacts/read' is not a permission; did you mean contacts.read?",
        "ticket.close    | 'ticket.close' is not a permission; did you mean tickets.close?",
        "contacts.reed   | did you mean contacts.read? (contacts has create, read, update, delete, write)",
        "analytics.write | 'analytics.write' is not a permission (analytics has read)",
        "keys.write      | (keys has create, read, update, delete)",
        "models.chat     | (models has create, read, invoke, list)",
        "contact.*       | did you mean contacts.*?",
        "*.reed          | did you mean *.read?",
        "spaceships.fly  | 'spaceships.fly' is not a permission",
        "*.fly           | '*.fly' is not a permission",
        "contacts        | (write resource.action, such as contacts.read)",
        "cont*.read      | (write resource.action, such as contacts.read)",
        "a.b.c           | (write resource.action, such as contacts.read)",
        "\"\"            | (write resource.action, such as contacts.read)",
      })
  void anUnknownNameIsRefusedWithWhatWouldBeRight(String name, String message) {
    assertThatThrownBy(() -> Grants.parse(List.of("calls.read", name), CATALOG))
        .isInstanceOfSatisfying(
            InvalidPermissionException.class,
            refusal -> assertThat(refusal.entry()).isEqualTo(name))
        .hasMessageContaining(message);
  }

  @Test
  void atMostAThousandNamesAreGiven() {
    assertThat(Grants.parse(Collections.nCopies(1_000, "calls.read"), CATALOG).granted())
        .hasSize(1);
    assertThatThrownBy(() -> Grants.parse(Collections.nCopies(1_001, "calls.read"), CATALOG))
        .isInstanceOf(InvalidPermissionException.class)
        .hasMessageContaining("at most 1000");
  }

  @Test
  void grantsMayBeEmpty() {
    assertThat(Grants.parse(List.of(), Catalog.BUILT_IN)).isEqualTo(Grants.NONE);
    assertThat(Grants.ofStored("", Catalog.BUILT_IN)).isEqualTo(Grants.NONE);
    assertThat(Grants.NONE.granted()).isEmpty();
    assertThat(Grants.NONE.names()).isEmpty();
    assertThat(Grants.NONE.holds(0)).isFalse();
    assertThat(Grants.NONE.holds(1_000)).isFalse();
  }

  @Test
  void whatIsStoredAreTheNamesAsGivenInCanonicalForm() {
    Grants grants =
        Grants.parse(List.of("contacts:read", "*.*", "leads.write", "contacts.read"), CATALOG);

    assertThat(grants.granted()).containsExactly("contacts.read", "*", "leads.write");
    assertThat(grants.text()).isEqualTo("contacts.read * leads.write");
  }

  @Test
  void aStoredWildcardCoversResourcesDeclaredLater() {
    String stored = Grants.parse(List.of("*.read"), Catalog.BUILT_IN).text();

    assertThat(Grants.ofStored(stored, CATALOG).names()).contains("tickets.read");
  }

  @Test
  void aStoredNameThatTheCatalogLostGrantsNothing() {
    String stored =
        Grants.parse(List.of("tickets.close", "tickets.*", "calls.read", "*.close"), CATALOG)
            .text();
    Grants later = Grants.ofStored(stored, Catalog.BUILT_IN);

    assertThat(later.names()).containsExactly("calls.read");
    assertThat(later.granted()).containsExactly("calls.read");
  }

  @Test
  void oneHoldsAllThatAnotherHoldsAcrossCatalogsToo() {
    Grants all = Grants.parse(List.of("*"), CATALOG);
    Grants builtIn = Grants.parse(List.of("*"), Catalog.BUILT_IN);
    Grants closing = Grants.parse(List.of("tickets.close"), CATALOG);

    assertThat(all.holdsAll(closing)).isTrue();
    assertThat(closing.holdsAll(all)).isFalse();
    assertThat(all.holdsAll(builtIn)).isTrue();
    assertThat(builtIn.holdsAll(all)).isFalse();
    assertThat(Grants.NONE.holdsAll(Grants.NONE)).isTrue();
  }

  @Property
  void storedTextReadsBackAsTheSameGrants(@ForAll("names") List<String> names) {
    Grants grants = Grants.parse(names, CATALOG);

    assertThat(Grants.ofStored(grants.text(), CATALOG)).isEqualTo(grants);
    assertThat(Grants.parse(grants.granted(), CATALOG)).isEqualTo(grants);
    assertThat(Grants.parse(grants.names(), CATALOG).names()).isEqualTo(grants.names());
  }

  @Property
  void theBitsHeldAreThoseOfTheNamesHeld(@ForAll("names") List<String> names) {
    Grants grants = Grants.parse(names, CATALOG);

    for (String permission : CATALOG.permissions()) {
      assertThat(grants.holds(CATALOG.bit(permission).orElseThrow()))
          .isEqualTo(grants.names().contains(permission));
    }
  }

  @Property
  void garbageIsRefusedWithTheDeclaredExceptionOnly(@ForAll("nearlyNames") String text) {
    try {
      assertThat(Grants.parse(List.of(text), CATALOG).names()).isNotEmpty();
    } catch (InvalidPermissionException refused) {
      assertThat(refused.entry()).isEqualTo(text);
    }
    assertThat(CATALOG.permissions()).containsAll(Grants.ofStored(text, CATALOG).names());
  }

  @Provide
  static Arbitrary<List<String>> names() {
    return Arbitraries.of(List.copyOf(CATALOG.names())).list().ofMaxSize(6);
  }

  @Provide
  static Arbitrary<String> nearlyNames() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.of("contacts", "read", ".", ":", "*", "write", "tickets", " ", "X", "é")
            .list()
            .ofMaxSize(5)
            .map(parts -> String.join("", parts)));
  }
}
