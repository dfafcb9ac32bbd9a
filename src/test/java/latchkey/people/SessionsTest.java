package latchkey.people;

import static latchkey.people.Town.ACME;
import static latchkey.people.Town.HERE;
import static latchkey.people.Town.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import latchkey.audit.By;
import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for sessions.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SessionsTest {
  private static final By OWNER = By.person("owner", "owner", HERE);

  @Parameter TestDatabases engine;
  private Town town;
  private Sessions sessions;

  @BeforeEach
  void open() {
    town = new Town(engine);
    sessions = town.sessions;
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void aTokenIsWhoeverSignedInWithItAndNoOtherTokenIs() {
    Secret token = town.signIn("owner");
    Session session = town.session(token);
    assertThat(session.person().email()).isEqualTo(new Email("owner@example.com"));
    assertThat(session.place()).contains(new Session.Place(ACME, Role.OWNER, false));
    assertThat(session.csrfToken()).isEqualTo(town.session(token).csrfToken());
    assertThat(session.csrfToken()).isNotEqualTo(town.session(town.signIn("owner")).csrfToken());
    assertThat(sessions.find(new Secret(token.reveal() + "x"), town.now)).isEmpty();
    assertThat(sessions.find(new Secret(""), town.now)).isEmpty();
    assertThat(town.audited(ACME)).endsWith("Signed in", "Signed in");
  }

  @Test
  void aSessionEndsWhenNobodyUsesIt() {
    Secret token = town.signIn("owner");
    for (int i = 0; i < 5; i++) {
      town.now += Town.RULES.idle().toMillis() - 1_000;
      assertThat(sessions.find(token, town.now)).isPresent();
    }
    town.now += Town.RULES.idle().toMillis();
    assertThat(sessions.find(token, town.now)).isEmpty();
  }

  @Test
  void aSessionEndsInTheEndHoweverMuchItIsUsed() {
    Secret token = town.signIn("owner");
    long end = town.now + Town.RULES.absolute().toMillis();
    while (town.now + 1_000_000 < end) {
      town.now += 1_000_000;
      assertThat(sessions.find(token, town.now)).isPresent();
    }
    town.now = end;
    assertThat(sessions.find(token, town.now)).isEmpty();
    assertThat(sessions.list("owner", town.now)).isEmpty();
  }

  @Test
  void aRotatedSessionHasAnotherTokenAndTheOldOneIsOver() {
    Secret token = town.signIn("owner");
    Session session = town.session(token);
    Secret fresh = sessions.rotate(session);
    assertThat(sessions.find(token, town.now)).isEmpty();
    assertThat(town.session(fresh).id()).isEqualTo(session.id());
  }

  @Test
  void onesOwnSessionsAreListedAndEndedAndNobodyElses() {
    Secret first = town.signIn("owner");
    Secret second = town.signIn("owner");
    Secret others = town.signIn("admin");
    Session session = town.session(first);
    assertThat(sessions.list("owner", town.now))
        .hasSize(2)
        .allMatch(listed -> listed.address().equals("192.0.2.1"));
    assertThat(sessions.end(session, town.session(others).id(), OWNER)).isFalse();
    assertThat(sessions.end(session, town.session(second).id(), OWNER)).isTrue();
    assertThat(sessions.find(second, town.now)).isEmpty();
    Secret third = town.signIn("owner");
    assertThat(sessions.endOthers(session, OWNER)).isEqualTo(1);
    assertThat(sessions.find(third, town.now)).isEmpty();
    assertThat(sessions.end(session, session.id(), OWNER)).isTrue();
    assertThat(sessions.find(first, town.now)).isEmpty();
    assertThat(sessions.find(others, town.now)).isPresent();
    assertThat(town.audited(ACME))
        .endsWith(
            "Ended another session", "Signed in", "Ended all other sessions, 1", "Signed out");
  }

  @Test
  void whoIsInSeveralOrganizationsGoesFromOneToTheOther() {
    town.database.write(
        tx -> {
          MemberTable.insert(tx, OTHER, "admin", Role.VIEWER);
          return true;
        });
    Secret token = town.signIn("admin");
    Session session = town.session(token);
    assertThat(sessions.enter(session, OTHER))
        .isInstanceOfSatisfying(
            Outcome.Changed.class,
            changed ->
                assertThat(town.session((Secret) changed.value()).place())
                    .contains(new Session.Place(OTHER, Role.VIEWER, false)));
    assertThat(sessions.find(token, town.now)).isEmpty();
    assertThat(sessions.enter(town.session(town.signIn("owner")), OTHER))
        .isEqualTo(Outcome.absent());
  }

  @Test
  void aSuspendedOrganizationSaysSo() {
    Secret token = town.signIn("owner");
    var _ =
        town.organizations.setStatus(
            ACME, Organization.Status.SUSPENDED, By.operator("op", "Op", HERE));
    assertThat(town.session(token).place().orElseThrow().suspended()).isTrue();
  }
}
