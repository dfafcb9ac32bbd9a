package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogTest {
  @Test
  void builtInPermissionsAreThoseOfTheDesignAndKeepTheirBits() {
    assertThat(Catalog.BUILT_IN.permissions())
        .containsExactly(
            "contacts.create",
            "contacts.read",
            "contacts.update",
            "contacts.delete",
            "document-extraction.create",
            "document-extraction.read",
            "calls.create",
            "calls.read",
            "calls.update",
            "calls.delete",
            "leads.create",
            "leads.read",
            "leads.update",
            "leads.delete",
            "agents.create",
            "agents.read",
            "agents.update",
            "agents.delete",
            "knowledge_base.create",
            "knowledge_base.read",
            "knowledge_base.update",
            "knowledge_base.delete",
            "integrations.create",
            "integrations.read",
            "integrations.update",
            "integrations.delete",
            "analytics.read",
            "models.create",
            "models.read",
            "keys.create",
            "keys.read",
            "keys.update",
            "keys.delete",
            "members.create",
            "members.read",
            "members.update",
            "members.delete",
            "organization.read",
            "organization.update",
            "audit.read",
            "usage.read");
    Catalog larger = Catalog.with(List.of(new Resource("tickets", List.of("read"))));
    for (int bit = 0; bit < Catalog.BUILT_IN.permissions().size(); bit++) {
      assertThat(Catalog.BUILT_IN.bit(Catalog.BUILT_IN.permissions().get(bit))).hasValue(bit);
      assertThat(larger.bit(Catalog.BUILT_IN.permissions().get(bit))).hasValue(bit);
    }
  }

  @Test
  void ownPermissionsFollowAfterTheFirstWord() {
    Catalog catalog =
        Catalog.with(
            List.of(
                new Resource("tickets", List.of("read", "close")),
                new Resource("rooms", List.of("book"))));

    assertThat(catalog.bit("tickets.read")).hasValue(64);
    assertThat(catalog.bit("tickets.close")).hasValue(65);
    assertThat(catalog.bit("rooms.book")).hasValue(66);
    assertThat(catalog.bit("rooms.*")).isEmpty();
    assertThat(catalog.bit("rooms.read")).isEmpty();
    assertThat(catalog.permissions()).endsWith("tickets.read", "tickets.close", "rooms.book");
    assertThat(catalog.resources()).extracting(Resource::name).endsWith("tickets", "rooms");
  }

  @Test
  void withoutOwnResourcesTheBuiltInCatalogIsShared() {
    assertThat(Catalog.with(List.of())).isSameAs(Catalog.BUILT_IN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contacts", "document-extraction", "keys", "models"})
  void anOwnResourceCannotTakeABuiltInName(String name) {
    assertThatThrownBy(() -> Catalog.with(List.of(new Resource(name, List.of("fly")))))
        .isInstanceOf(InvalidPermissionException.class)
        .hasMessage("'" + name + "' exists already: an own resource needs another name");
  }

  @Test
  void anOwnResourceCannotBeDeclaredTwice() {
    Resource tickets = new Resource("tickets", List.of("read"));

    assertThatThrownBy(() -> Catalog.with(List.of(tickets, tickets)))
        .isInstanceOf(InvalidPermissionException.class)
        .hasMessageStartingWith("'tickets' exists already");
  }

  @ParameterizedTest
  @CsvSource({
    "'', read, ''",
    "Tickets, read, Tickets",
    "1tickets, read, 1tickets",
    "tick.ets, read, tick.ets",
    "*, read, *",
    "tickets, *, tickets.*",
    "tickets, Read, tickets.Read",
    "tickets, re ad, tickets.re ad",
    "tickéts, read, tickéts",
    "a2345678901234567890123456789012345678901234567890123456789012345, read, "
        + "a2345678901234567890123456789012345678901234567890123456789012345",
  })
  void aNameThatNoQueryCouldSpellIsRefused(String name, String action, String named) {
    assertThatThrownBy(() -> new Resource(name, List.of("ok", action)))
        .isInstanceOfSatisfying(
            InvalidPermissionException.class,
            refusal -> assertThat(refusal.entry()).isEqualTo(named))
        .hasMessageContaining("starts with a letter a-z");
  }

  @Test
  void aResourceHasOneToThirtyTwoDifferentActions() {
    assertThat(new Resource("tickets", names("a", 32)).actions()).hasSize(32);
    assertThatThrownBy(() -> new Resource("tickets", names("a", 33)))
        .hasMessageContaining("has 33 actions: a resource has 1 to 32");
    assertThatThrownBy(() -> new Resource("tickets", List.of()))
        .hasMessageContaining("has 0 actions");
    assertThatThrownBy(() -> new Resource("tickets", List.of("read", "read")))
        .hasMessage("'tickets.read' is declared twice");
  }

  @Test
  void anOrganizationDeclaresAtMostAHundredResourcesAndAThousandPermissions() {
    assertThat(Catalog.with(resources(100, 10)).permissions())
        .hasSize(1_000 + Catalog.BUILT_IN.permissions().size());
    assertThatThrownBy(() -> Catalog.with(resources(101, 1)))
        .isInstanceOf(InvalidPermissionException.class)
        .hasMessage("'r100' is one resource too many: an organization declares at most 100");
    assertThatThrownBy(() -> Catalog.with(resources(100, 11)))
        .isInstanceOf(InvalidPermissionException.class)
        .hasMessageContaining("at most 1000 permissions");
  }

  @Test
  void inAFullCatalogEveryPermissionHasABitOfItsOwn() {
    Catalog full = Catalog.with(resources(100, 10));

    for (String permission : full.permissions()) {
      Grants grants = Grants.parse(List.of(permission), full);
      assertThat(grants.names()).containsExactly(permission);
      assertThat(grants.holds(full.bit(permission).orElseThrow())).isTrue();
    }
    assertThat(Grants.parse(List.of("*"), full).names()).isEqualTo(full.permissions());
  }

  static List<Resource> resources(int count, int actions) {
    return names("r", count).stream().map(name -> new Resource(name, names("a", actions))).toList();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
