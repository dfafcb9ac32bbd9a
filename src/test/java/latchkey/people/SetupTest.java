package latchkey.people;

import static latchkey.people.Town.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.Outcome.Changed;
import latchkey.people.Setup.Founding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for the first start.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SetupTest {
  private static final Email ANN = new Email("ann@example.com");
  private static final Newcomer OWNER = new Newcomer("Ann", "Lee", Town.PASSWORD);
  private static final Founding FIRST = new Founding("First", "lk");

  @Parameter TestDatabases engine;
  private Town town;
  private Setup setup;

  @BeforeEach
  void open() {
    town = new Town(engine);
    setup = town.setup;
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Secret token() {
    String link = setup.link().orElseThrow().reveal();
    assertThat(link).startsWith("https://keys.example.com/setup#");
    return new Secret(link.substring(link.indexOf('#') + 1));
  }

  @Test
  void theLinkMakesTheFirstOwnerWhoIsTheOperatorOnce() {
    Secret shownBefore = token();
    Secret token = token();
    assertThat(setup.complete(shownBefore, ANN, OWNER, FIRST, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    var opened = (Changed<Sessions.Opened>) setup.complete(token, ANN, OWNER, FIRST, HERE);
    Session session = town.session(opened.value().token());
    assertThat(session.person().operator()).isTrue();
    Session.Place place = session.place().orElseThrow();
    assertThat(place.role()).isEqualTo(Role.OWNER);
    assertThat(town.organizations.find(place.organizationId()).orElseThrow().name())
        .isEqualTo("First");
    assertThat(setup.open()).isFalse();
    assertThat(setup.link()).isEmpty();
    assertThat(setup.complete(token, new Email("eve@example.com"), OWNER, FIRST, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    assertThat(town.audited(place.organizationId()))
        .containsExactly("Created the organization \"First\"", "Signed in");
  }

  @Test
  void whatIsRefusedLeavesTheLink() {
    Secret token = token();
    assertThat(setup.complete(token, ANN, new Newcomer("A", "B", new Secret("short")), FIRST, HERE))
        .isEqualTo(Outcome.refused(Refusal.WEAK_PASSWORD));
    assertThatThrownBy(() -> setup.complete(token, ANN, OWNER, new Founding("x", "lk"), HERE))
        .hasMessageContaining("3 to 100 characters");
    assertThat(setup.complete(token, ANN, OWNER, FIRST, HERE)).isInstanceOf(Changed.class);
  }
}
