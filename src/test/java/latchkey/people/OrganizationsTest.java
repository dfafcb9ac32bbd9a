package latchkey.people;

import static latchkey.people.Town.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.access.Resource;
import latchkey.audit.By;
import latchkey.db.TestDatabases;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Organization.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for organizations.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OrganizationsTest {
  private static final By BY = By.person("owner", "owner", Town.HERE);

  @Parameter TestDatabases engine;
  private Town town;

  @BeforeEach
  void open() {
    town = new Town(engine);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static Organization full(Organization before) {
    return new Organization(
        before.id(),
        "Acme ✓ Ltd",
        Status.ACTIVE,
        "ak",
        true,
        List.of(new Resource("invoices", List.of("read"))),
        ZoneId.of("Europe/Berlin"),
        "DE",
        Plan.custom(Limits.of(Limit.perMinute(7), Limit.perDay(70))),
        Optional.of(new Email("Billing@Example.com")),
        before.version());
  }

  @Test
  void everySettingIsReadBackAsItWasChanged() {
    var _ = town.organizations.change(ACME, OptionalLong.of(1), OrganizationsTest::full, BY);
    Organization after = town.organizations.find(ACME).orElseThrow();
    assertThat(after.version()).isEqualTo(2);
    assertThat(full(after)).isEqualTo(after);
    assertThat(town.audited(ACME)).endsWith("Changed the organization \"Acme ✓ Ltd\"");
  }

  @Test
  void aStaleChangeChangesNothingAndAnUnknownOrganizationIsAbsent() {
    var _ = town.organizations.setStatus(ACME, Status.SUSPENDED, BY);
    assertThat(town.organizations.change(ACME, OptionalLong.of(1), OrganizationsTest::full, BY))
        .isEqualTo(new Outcome.Stale<>(2));
    assertThat(town.organizations.setStatus("org_none", Status.SUSPENDED, BY))
        .isEqualTo(Outcome.absent());
    assertThat(town.organizations.find(ACME).orElseThrow().status()).isEqualTo(Status.SUSPENDED);
  }

  @Test
  void whatAnOrganizationCannotBeIsRefused() {
    Organization acme = town.organizations.find(ACME).orElseThrow();
    assertThatThrownBy(() -> Organization.named("x", "ab", "lk"))
        .hasMessage("an organization's name has 3 to 100 characters");
    assertThatThrownBy(() -> Organization.named("x", "a".repeat(101), "lk"))
        .hasMessageContaining("3 to 100");
    assertThatThrownBy(() -> Organization.named("x", "Acme", "LK"))
        .hasMessageContaining("key prefix");
    assertThatThrownBy(() -> new Plan(Plan.Tier.PRO, acme.plan().limits()))
        .hasMessageContaining("the plan pro has 300 requests a minute");
    assertThat(Plan.of(Plan.Tier.ULTIMATE).limits()).isEqualTo(Limits.of(Limit.perMinute(1_000)));
  }

  @Test
  void addressesAreComparedInOneForm() {
    assertThat(new Email("  Ann@Exämple.COM ")).isEqualTo(new Email("ann@xn--exmple-cua.com"));
    for (String bad :
        List.of("ann", "@example.com", "a b@example.com", "a@b\r\nBcc: c@d", "a@b@c", "a@-x")) {
      assertThatThrownBy(() -> new Email(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
