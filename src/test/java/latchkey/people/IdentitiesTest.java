package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import latchkey.audit.By;
import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import latchkey.people.Identities.Claim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Whom an account at a provider is among our people.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class IdentitiesTest {
  private static final String ISSUER = "https://idp.example";
  private static final String ANN = "admin";

  @Parameter TestDatabases engine;
  private Town town;
  private Identities identities;

  @BeforeEach
  void open() {
    town = new Town(engine);
    identities = new Identities(town.database, Town.RANDOM);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Optional<String> match(String issuer, String subject, Optional<String> email) {
    return identities.match(new Claim("idp", issuer, subject, email.map(Email::new)), Town.HERE);
  }

  private Optional<String> match(String subject, String email) {
    return match(ISSUER, subject, Optional.of(email));
  }

  @Test
  void anAccountWithAVerifiedAddressBecomesThePersonsAndStaysSo() {
    assertThat(match("1", "Admin@Example.com")).contains(ANN);
    assertThat(match("1", "another@example.com")).contains(ANN);
    assertThat(match(ISSUER, "1", Optional.empty())).contains(ANN);
    assertThat(town.audited(Town.ACME)).containsOnlyOnce("Linked the account at idp");
  }

  @Test
  void anAccountThatIsNobodysIsNobody() {
    assertThat(match("1", "nobody@example.com")).isEmpty();
    assertThat(match(ISSUER, "1", Optional.empty())).isEmpty();
  }

  @Test
  void theSameSubjectAtAnotherProviderIsSomebodyElse() {
    assertThat(match("1", "admin@example.com")).contains(ANN);
    assertThat(match("https://other.example", "1", Optional.empty())).isEmpty();
    assertThat(match("https://other.example", "1", Optional.of("member@example.com")))
        .contains("member");
  }

  @Test
  void anAddressThatWasTheirsKeepsWhatProvedThemBefore() {
    setPassword();
    Secret session = town.signIn(ANN);
    assertThat(match("1", "admin@example.com")).contains(ANN);
    assertThat(hasPassword()).isTrue();
    assertThat(town.sessions.find(session, town.now)).isPresent();
  }

  @Test
  void whoMadeAnAccountWithAnothersAddressIsOutWhenItsOwnerComes() {
    setPassword();
    town.database.write(
        tx -> tx.handle().execute("UPDATE person SET verified = 0 WHERE id = ?", ANN));
    Secret session = town.signIn(ANN);
    assertThat(match("1", "admin@example.com")).contains(ANN);
    assertThat(hasPassword()).isFalse();
    assertThat(town.sessions.find(session, town.now)).isEmpty();
    Secret mine = town.signIn(ANN);
    setPassword();
    assertThat(match("1", "admin@example.com")).contains(ANN);
    assertThat(match("2", "admin@example.com")).contains(ANN);
    assertThat(hasPassword()).isTrue();
    assertThat(town.sessions.find(mine, town.now)).isPresent();
  }

  @Test
  void aPersonSeesAndUnlinksTheirOwn() {
    assertThat(match("1", "admin@example.com")).contains(ANN);
    Session ann = town.session(town.signIn(ANN));
    Session bob = town.session(town.signIn("member"));
    Identities.Linked linked = identities.list(ANN).getFirst();
    assertThat(linked.issuer()).isEqualTo(ISSUER);
    assertThat(identities.list("member")).isEmpty();
    By byBob = By.person("member", "Bob", Town.HERE);
    assertThat(identities.unlink(bob, linked.id(), byBob)).isEqualTo(Outcome.absent());
    By by = By.person(ANN, "Ann", Town.HERE);
    assertThat(identities.unlink(ann, linked.id(), by)).isEqualTo(Outcome.changed(linked));
    assertThat(identities.unlink(ann, linked.id(), by)).isEqualTo(Outcome.absent());
    assertThat(match(ISSUER, "1", Optional.empty())).isEmpty();
    assertThat(town.audited(Town.ACME)).contains("Unlinked the account at " + ISSUER);
  }

  private void setPassword() {
    town.database.write(
        tx -> tx.handle().execute("UPDATE person SET password = 'a hash' WHERE id = ?", ANN));
  }

  private boolean hasPassword() {
    return town.database.read(
        handle ->
            handle
                    .createQuery("SELECT count(password) FROM person WHERE id = :id")
                    .bind("id", ANN)
                    .mapTo(int.class)
                    .one()
                == 1);
  }
}
