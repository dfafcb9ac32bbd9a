package latchkey.people;

import static latchkey.people.Town.ACME;
import static latchkey.people.Town.HERE;
import static latchkey.people.Town.OTHER;
import static latchkey.people.Town.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.audit.By;
import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import latchkey.people.Invitations.Delivery;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.Invitations.Sent;
import latchkey.people.Outcome.Changed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for invitations.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class InvitationsTest {
  private static final Email ANN = new Email("ann@example.com");
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final Newcomer NEW = new Newcomer("Ann", "Lee", Town.PASSWORD);

  @Parameter TestDatabases engine;
  private Town town;
  private Invitations invitations;

  @BeforeEach
  void open() {
    town = new Town(engine);
    invitations = town.invitations;
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Sent invited(Role role) {
    return ((Changed<Sent>) invitations.invite(ACME, ANN, role, as(Role.OWNER))).value();
  }

  private static Secret token(Sent sent) {
    String url = ((Delivery.Link) sent.delivery()).url().reveal();
    return new Secret(url.substring(url.indexOf('#') + 1));
  }

  @Test
  void withoutMailTheLinkIsForWhoeverInvitesAndSignsTheNewcomerIn() {
    Sent sent = invited(Role.MANAGER);
    assertThat(((Delivery.Link) sent.delivery()).url().reveal())
        .startsWith("https://keys.example.com/invitation#");
    assertThat(invitations.preview(token(sent), town.now))
        .contains(new Invitations.Preview("Acme", ANN, Role.MANAGER, false));
    assertThat(town.members.list(ACME, Optional.empty(), 9))
        .filteredOn(member -> member.email().equals(ANN))
        .singleElement()
        .matches(member -> member.status() == Member.Status.INVITED);
    var opened = (Changed<Sessions.Opened>) invitations.accept(token(sent), NEW, HERE);
    Session session = town.session(opened.value().token());
    assertThat(session.person().name()).isEqualTo("Ann Lee");
    assertThat(session.place()).contains(new Session.Place(ACME, Role.MANAGER, false));
    assertThat(invitations.list(ACME, Optional.empty(), 9)).isEmpty();
    assertThat(town.audited(ACME))
        .endsWith("Invited ann@example.com as manager", "Joined as manager", "Signed in");
  }

  @Test
  void withMailOnlyTheAddressGetsTheLink() {
    try (Mailbox mailbox = new Mailbox()) {
      Invitations mailing = town.invitations(Optional.of(mailbox.mailer()));
      assertThat(mailing.invite(ACME, ANN, Role.VIEWER, as(Role.ADMIN)).map(Sent::delivery))
          .isEqualTo(Outcome.changed(new Delivery.Mailed()));
      assertThat(mailing.accept(mailbox.linked(), NEW, HERE)).isInstanceOf(Changed.class);
    }
  }

  @Test
  void aMailThatIsNotTakenLeavesAnInvitationThatCanBeSentAgain() {
    Mailbox mailbox = new Mailbox();
    Invitations mailing = town.invitations(Optional.of(mailbox.mailer()));
    mailbox.close();
    var sent = (Changed<Sent>) mailing.invite(ACME, ANN, Role.VIEWER, as(Role.ADMIN));
    assertThat(sent.value().delivery()).isEqualTo(new Delivery.NotMailed());
    assertThat(invitations.find(ACME, sent.value().invitation().id())).isPresent();
  }

  @Test
  void aLinkWorksOnceAlsoForManyAtOnce() throws Exception {
    Secret token = token(invited(Role.MEMBER));
    List<Future<Outcome<Sessions.Opened>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        all.add(threads.submit(() -> invitations.accept(token, NEW, HERE)));
      }
    }
    int accepted = 0;
    for (Future<Outcome<Sessions.Opened>> one : all) {
      accepted += one.get() instanceof Changed<Sessions.Opened> ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(1);
    assertThat(invitations.accept(token, NEW, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
  }

  @Test
  void aRevokedReplacedOrExpiredLinkIsWorthNothing() {
    Sent first = invited(Role.MEMBER);
    var again = (Changed<Sent>) invitations.resend(ACME, first.invitation().id(), ANY, as(Role.ADMIN));
    assertThat(
            invitations.revoke(
                ACME, first.invitation().id(), OptionalLong.of(1), as(Role.ADMIN)))
        .isEqualTo(new Outcome.Stale<>(2));
    assertThat(invitations.accept(token(first), NEW, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    town.now += Town.INVITATION_VALID.toMillis();
    assertThat(invitations.accept(token(again.value()), NEW, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    Sent second = invited(Role.MEMBER); // takes the place of the expired one
    assertThat(invitations.revoke(ACME, second.invitation().id(), ANY, as(Role.ADMIN)))
        .isInstanceOf(Changed.class);
    assertThat(invitations.accept(token(second), NEW, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    assertThat(invitations.preview(token(second), town.now)).isEmpty();
  }

  @Test
  void nobodyInvitesToMoreThanTheyMayOrTwice() {
    assertThat(invitations.invite(ACME, ANN, Role.ADMIN, as(Role.ADMIN)))
        .isEqualTo(Outcome.refused(Refusal.ADMINS_ARE_THE_OWNERS));
    assertThat(invitations.invite(ACME, ANN, Role.VIEWER, as(Role.MANAGER)))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    assertThat(invitations.invite(ACME, ANN, Role.OWNER, as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.HAS_AN_OWNER));
    assertThat(invitations.invite(ACME, ANN, Role.VIEWER, as("stranger")))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    Sent admin = invited(Role.ADMIN);
    assertThat(invitations.invite(ACME, ANN, Role.VIEWER, as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.ALREADY_INVITED));
    assertThat(invitations.revoke(ACME, admin.invitation().id(), ANY, as(Role.ADMIN)))
        .isEqualTo(Outcome.refused(Refusal.ADMINS_ARE_THE_OWNERS));
    assertThat(invitations.revoke(OTHER, admin.invitation().id(), ANY, as("stranger")))
        .isEqualTo(Outcome.absent());
    assertThat(
            invitations.invite(ACME, new Email("viewer@example.com"), Role.VIEWER, as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.ALREADY_A_MEMBER));
  }

  @Test
  void whoHasAnAccountJoinsWithItAndNobodyElseDoes() {
    Email stranger = new Email("stranger@example.com");
    var sent = (Changed<Sent>) invitations.invite(ACME, stranger, Role.MEMBER, as(Role.OWNER));
    Secret token = token(sent.value());
    assertThat(invitations.accept(token, NEW, HERE))
        .isEqualTo(Outcome.refused(Refusal.SIGN_IN_FIRST));
    assertThat(invitations.accept(token, town.session(town.signIn("viewer")), HERE))
        .isEqualTo(Outcome.refused(Refusal.OTHER_ADDRESS));
    Secret session = town.signIn("stranger");
    var accepted = (Changed<Secret>) invitations.accept(token, town.session(session), HERE);
    assertThat(town.session(accepted.value()).place())
        .contains(new Session.Place(ACME, Role.MEMBER, false));
    assertThat(town.sessions.find(session, town.now)).isEmpty();
  }

  @Test
  void theOperatorInvitesTheOwnerOfANewOrganization() {
    town.organizations.create(Organization.named("org_new", "New", "lk"));
    Actor operator = Actor.person(By.operator("op", "Op", HERE));
    var sent = (Changed<Sent>) invitations.invite("org_new", ANN, Role.OWNER, operator);
    assertThat(invitations.accept(token(sent.value()), NEW, HERE)).isInstanceOf(Changed.class);
    assertThat(invitations.invite("org_new", new Email("b@c"), Role.OWNER, operator))
        .isEqualTo(Outcome.refused(Refusal.HAS_AN_OWNER));
    assertThat(invitations.invite("org_new", new Email("b@c"), Role.VIEWER, operator))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
  }

  @Test
  void aWeakPasswordLeavesTheInvitation() {
    Secret token = token(invited(Role.MEMBER));
    assertThat(invitations.accept(token, new Newcomer("A", "B", new Secret("1234567890")), HERE))
        .isEqualTo(Outcome.refused(Refusal.BREACHED_PASSWORD));
    assertThat(invitations.accept(token, NEW, HERE)).isInstanceOf(Changed.class);
    assertThat(
            town.members.suspend(
                ACME,
                town.members.list(ACME, Optional.of("admin@example.com"), 1).getFirst().id(),
                OptionalLong.empty(),
                as(Role.OWNER)))
        .isInstanceOf(Changed.class);
  }
}
