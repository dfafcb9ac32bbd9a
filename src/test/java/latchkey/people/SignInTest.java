package latchkey.people;

import static latchkey.people.Town.ACME;
import static latchkey.people.Town.HERE;
import static latchkey.people.Town.OTHER;
import static latchkey.people.Town.PASSWORD;
import static latchkey.people.Town.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import latchkey.people.Outcome.Changed;
import latchkey.people.SignIn.CodeRequest;
import latchkey.people.SignIn.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for signing in.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SignInTest {
  private static final Email OWNER = new Email("owner@example.com");
  private static final Email NOBODY = new Email("nobody@example.com");
  private static final Secret OTHER_PASSWORD = new Secret("another fine password");
  private static final By BY = By.person("owner", "owner", HERE);
  private static final Step WRONG = new Step.Wrong();

  @Parameter TestDatabases engine;
  private final Mailbox mailbox = new Mailbox();
  private Town town;
  private SignIn signIn;

  @BeforeEach
  void open() {
    town = new Town(engine);
    signIn = town.signIn(Optional.of(mailbox.mailer()));
    town.givePassword("owner");
  }

  @AfterEach
  void close() {
    town.close();
    mailbox.close();
  }

  private static Secret token(Step step) {
    return ((Step.In) step).session().token();
  }

  private Session in(Step step) {
    return town.session(token(step));
  }

  private List<String> enrolled() {
    Session session = town.session(town.signIn("owner"));
    var _ = town.factors.enrol(session);
    var confirmed = (Changed<SecondFactors.Confirmed>) town.factors.confirm(session, code(), BY);
    assertThat(town.sessions.find(confirmed.value().sessionToken(), town.now)).isPresent();
    town.now += 60_000;
    return confirmed.value().recoveryCodes().stream().map(Secret::reveal).toList();
  }

  /// The app's code now.
  private String code() {
    Secret secret =
        town.database.read(
            handle ->
                town.keyset
                    .sealer()
                    .open(CredentialTable.totpSecret(handle, "owner").orElseThrow(), "owner"));
    return Totp.code(Base64.getDecoder().decode(secret.reveal()), town.now / 30_000);
  }

  private Secret ticket() {
    return ((Step.SecondFactor) signIn.password(OWNER, PASSWORD, HERE)).ticket();
  }

  @Test
  void theRightPasswordSignsInAndAWrongOneOrAnUnknownAccountGetTheSameAnswer() {
    Session session = in(signIn.password(OWNER, PASSWORD, HERE));
    assertThat(session.person().email()).isEqualTo(OWNER);
    assertThat(signIn.password(OWNER, OTHER_PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(signIn.password(NOBODY, PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(signIn.password(new Email("admin@example.com"), PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(town.audited(AuditLog.INSTALLATION)).hasSize(3).allMatch("Wrong password"::equals);
  }

  @Test
  void theOrganizationsOfWhoCouldNotSignInSeeThatAndOthersDoNot() {
    town.database.write(
        tx -> {
          MemberTable.insert(tx, OTHER, "owner", Role.VIEWER);
          MemberTable.insert(tx, OTHER, "viewer", Role.VIEWER);
          MemberTable.update(tx, OTHER, "viewer", Role.VIEWER, Member.Status.SUSPENDED);
          return true;
        });
    assertThat(signIn.password(OWNER, OTHER_PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(signIn.password(NOBODY, OTHER_PASSWORD, HERE)).isEqualTo(WRONG);
    Email viewer = new Email("viewer@example.com");
    assertThat(signIn.password(viewer, OTHER_PASSWORD, HERE)).isEqualTo(WRONG);
    var sent = (CodeRequest.Sent) signIn.requestCode(viewer, HERE);
    assertThat(signIn.code(sent.ticket(), "none", HERE)).isEqualTo(WRONG);
    assertThat(failed(ACME))
        .containsExactly(
            "owner@example.com Wrong password",
            "viewer@example.com Wrong password",
            "viewer@example.com Wrong mailed code");
    assertThat(failed(OTHER)).containsExactly("owner@example.com Wrong password");
    assertThat(failed(AuditLog.INSTALLATION)).hasSize(4);
  }

  private List<String> failed(String chain) {
    return town.database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT actor_name || ' ' || description FROM audit_entry
                    WHERE org_id = :org AND status = 'FAILED' AND action = 'LOGIN' ORDER BY seq
                    """)
                .bind("org", chain)
                .mapTo(String.class)
                .list());
  }

  @Test
  void whoKnowsThePasswordAndNotTheSecondFactorIsSeenByTheOrganization() {
    var _ = enrolled();
    assertThat(signIn.secondFactor(ticket(), "000000", HERE)).isEqualTo(WRONG);
    assertThat(failed(ACME)).containsExactly("owner@example.com Wrong second factor");
  }

  @Test
  void anAccountIsNotGuessedAtWithoutEndAndAnAddressDoesNotGuessWithoutEnd() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      steps.add(signIn.password(OWNER, OTHER_PASSWORD, new Origin("192.0.2." + (10 + i), "", "")));
    }
    assertThat(steps.subList(0, 20)).allMatch(WRONG::equals);
    assertThat(steps.getLast()).isInstanceOf(Step.TooMany.class);
    assertThat(signIn.password(OWNER, PASSWORD, HERE)).isInstanceOf(Step.TooMany.class);
    town.now += 120_000;
    assertThat(signIn.password(OWNER, PASSWORD, HERE)).isInstanceOf(Step.In.class);
    Origin there = new Origin("198.51.100.7", "", "");
    for (int i = 0; i < 30; i++) {
      assertThat(signIn.code(new Secret("x"), "000000", there)).isEqualTo(WRONG);
    }
    assertThat(signIn.code(new Secret("x"), "000000", there)).isInstanceOf(Step.TooMany.class);
    assertThat(signIn.password(NOBODY, PASSWORD, there)).isInstanceOf(Step.TooMany.class);
  }

  @Test
  void aMailedCodeSignsInOnceWithItsTicket() {
    Secret ticket = ((CodeRequest.Sent) signIn.requestCode(OWNER, HERE)).ticket();
    String code = mailbox.code();
    Secret others = ((CodeRequest.Sent) signIn.requestCode(OWNER, HERE)).ticket();
    assertThat(signIn.code(others, code, HERE)).isEqualTo(WRONG);
    assertThat(signIn.code(ticket, code, HERE)).isInstanceOf(Step.In.class);
    assertThat(signIn.code(ticket, code, HERE)).isEqualTo(WRONG);
  }

  @Test
  void aMailedCodeExpiresAndDiesAfterFiveAttempts() {
    Secret ticket = ((CodeRequest.Sent) signIn.requestCode(OWNER, HERE)).ticket();
    String code = mailbox.code();
    String wrong = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertThat(signIn.code(ticket, wrong, HERE)).isEqualTo(WRONG);
    }
    assertThat(signIn.code(ticket, code, HERE)).isEqualTo(WRONG);
    Secret second = ((CodeRequest.Sent) signIn.requestCode(OWNER, HERE)).ticket();
    String late = mailbox.code();
    town.now += 600_000;
    assertThat(signIn.code(second, late, HERE)).isEqualTo(WRONG);
  }

  @Test
  void anUnknownAddressGetsATicketToo() {
    assertThat(signIn.requestCode(NOBODY, HERE)).isInstanceOf(CodeRequest.Sent.class);
    var _ = signIn.requestCode(OWNER, HERE);
    assertThat(mailbox.code()).hasSize(6);
    assertThat(mailbox.received()).isEqualTo(1);
  }

  @Test
  void withoutMailCodesAreRefusedClearly() {
    assertThat(town.signIn(Optional.empty()).requestCode(OWNER, HERE))
        .isInstanceOf(CodeRequest.NoMail.class);
  }

  @Test
  void theSecondFactorIsAskedForAndItsCodeCountsOnce() {
    var _ = enrolled();
    Secret ticket = ticket();
    String code = code();
    assertThat(signIn.secondFactor(ticket, "000000", HERE)).isEqualTo(WRONG);
    assertThat(signIn.secondFactor(ticket, code, HERE)).isInstanceOf(Step.In.class);
    assertThat(signIn.secondFactor(ticket, code, HERE)).isEqualTo(WRONG);
    assertThat(signIn.secondFactor(ticket(), code, HERE)).isEqualTo(WRONG);
    town.now += 30_000;
    assertThat(signIn.secondFactor(ticket(), code(), HERE)).isInstanceOf(Step.In.class);
  }

  @Test
  void aRecoveryCodeStandsInOnceHoweverItIsTyped() {
    List<String> codes = enrolled();
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    String typed = codes.getFirst().replace("-", " ").toUpperCase(java.util.Locale.ROOT);
    assertThat(signIn.secondFactor(ticket(), typed, HERE)).isInstanceOf(Step.In.class);
    assertThat(signIn.secondFactor(ticket(), typed, HERE)).isEqualTo(WRONG);
    assertThat(town.accounts.factors("owner").recoveryCodes()).isEqualTo(9);
  }

  @Test
  void aSessionThatSomebodyElseHasDoesNotGuessTheSecondFactorOrThePassword() {
    var _ = enrolled();
    Session session = town.session(town.signIn("owner"));
    town.now += 60_000; // the enrolment was an attempt too
    for (int i = 0; i < 10; i++) {
      assertThat(town.factors.drop(session, "000000", BY))
          .isEqualTo(Outcome.refused(Refusal.WRONG_CODE));
    }
    assertThat(town.factors.drop(session, code(), BY))
        .isEqualTo(Outcome.refused(Refusal.TOO_MANY_GUESSES));
    Optional<Secret> wrong = Optional.of(OTHER_PASSWORD);
    for (int i = 0; i < 10; i++) {
      assertThat(town.accounts.changePassword(session, wrong, OTHER_PASSWORD, BY))
          .isEqualTo(Outcome.refused(Refusal.WRONG_PASSWORD));
    }
    assertThat(town.accounts.changePassword(session, Optional.of(PASSWORD), OTHER_PASSWORD, BY))
        .isEqualTo(Outcome.refused(Refusal.TOO_MANY_GUESSES));
  }

  @Test
  void theSecondFactorIsSwitchedOffByWhoHasIt() {
    var _ = enrolled();
    Session session = town.session(town.signIn("owner"));
    assertThat(town.factors.enrol(session)).isEqualTo(Outcome.refused(Refusal.TOTP_IS_ON));
    assertThat(town.factors.drop(session, "000000", BY))
        .isEqualTo(Outcome.refused(Refusal.WRONG_CODE));
    assertThat(town.factors.drop(session, code(), BY)).isInstanceOf(Changed.class);
    assertThat(signIn.password(OWNER, PASSWORD, HERE)).isInstanceOf(Step.In.class);
  }

  @Test
  void whoProvesAnythingElseMeetsTheSameSecondFactorAndTheSameSuspension() {
    assertThat(signIn.proved("owner", /* strong= */ false, HERE)).isInstanceOf(Step.In.class);
    assertThat(signIn.provedEmail(NOBODY, HERE)).isEqualTo(WRONG);
    var _ = enrolled();
    assertThat(signIn.provedEmail(OWNER, HERE)).isInstanceOf(Step.SecondFactor.class);
    assertThat(signIn.proved("owner", /* strong= */ false, HERE))
        .isInstanceOf(Step.SecondFactor.class);
    assertThat(signIn.proved("owner", /* strong= */ true, HERE)).isInstanceOf(Step.In.class);
    var _ = town.members.suspend(ACME, "admin", OptionalLong.empty(), as(Role.OWNER));
    assertThat(signIn.proved("admin", /* strong= */ true, HERE))
        .isInstanceOf(Step.NotAMember.class);
  }

  @Test
  void whatWasSetUpBeforeAnAddressWasShownToBeTheirsIsDropped() {
    Person mallory = town.unverified("mallory", ACME, Role.VIEWER);
    town.givePassword("mallory");
    Secret session = town.signIn("mallory");
    assertThat(signIn.provedEmail(mallory.email(), HERE)).isInstanceOf(Step.In.class);
    assertThat(signIn.password(mallory.email(), PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(town.sessions.find(session, town.now)).isEmpty();
  }

  @Test
  void anotherPasswordEndsAllOtherSessions() {
    Secret here = town.signIn("owner");
    Secret there = town.signIn("owner");
    Session session = town.session(here);
    Accounts accounts = town.accounts;
    assertThat(accounts.changePassword(session, Optional.empty(), OTHER_PASSWORD, BY))
        .isEqualTo(Outcome.refused(Refusal.WRONG_PASSWORD));
    assertThat(accounts.changePassword(session, Optional.of(OTHER_PASSWORD), OTHER_PASSWORD, BY))
        .isEqualTo(Outcome.refused(Refusal.WRONG_PASSWORD));
    var changed =
        (Changed<Secret>)
            accounts.changePassword(session, Optional.of(PASSWORD), OTHER_PASSWORD, BY);
    assertThat(town.sessions.find(here, town.now)).isEmpty();
    assertThat(town.sessions.find(there, town.now)).isEmpty();
    assertThat(town.session(changed.value()).id()).isEqualTo(session.id());
    assertThat(signIn.password(OWNER, PASSWORD, HERE)).isEqualTo(WRONG);
    assertThat(signIn.password(OWNER, OTHER_PASSWORD, HERE)).isInstanceOf(Step.In.class);
  }

  @Test
  void aMailedLinkSetsANewPasswordOnceAndEndsAllSessions() {
    Accounts accounts = town.accounts(Optional.of(mailbox.mailer()));
    assertThat(accounts.requestReset(NOBODY, HERE)).isEqualTo(Accounts.LinkRequest.SENT);
    assertThat(accounts.requestReset(OWNER, HERE)).isEqualTo(Accounts.LinkRequest.SENT);
    Secret link = mailbox.linked();
    Secret session = town.signIn("owner");
    assertThat(accounts.reset(link, new Secret("1234567890"), HERE))
        .isEqualTo(Outcome.refused(Refusal.BREACHED_PASSWORD));
    assertThat(accounts.reset(link, OTHER_PASSWORD, HERE)).isInstanceOf(Changed.class);
    assertThat(accounts.reset(link, OTHER_PASSWORD, HERE))
        .isEqualTo(Outcome.refused(Refusal.USED_OR_EXPIRED));
    assertThat(town.sessions.find(session, town.now)).isEmpty();
    assertThat(signIn.password(OWNER, OTHER_PASSWORD, HERE)).isInstanceOf(Step.In.class);
    assertThat(town.accounts.requestReset(OWNER, HERE)).isEqualTo(Accounts.LinkRequest.NO_MAIL);
  }

  @Test
  void aNameIsChangedForTheVersionThatWasSeen() {
    Session session = town.session(town.signIn("owner"));
    assertThat(town.accounts.rename(session, OptionalLong.of(1), " Ann ", "Lee", BY))
        .isInstanceOf(Changed.class);
    assertThat(town.accounts.rename(session, OptionalLong.of(1), "Eve", "Lee", BY))
        .isEqualTo(new Outcome.Stale<>(2));
    assertThat(town.accounts.find("owner").orElseThrow().name()).isEqualTo("Ann Lee");
  }
}
