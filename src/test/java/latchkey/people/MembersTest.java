package latchkey.people;

import static latchkey.people.Town.ACME;
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
import latchkey.crypto.Secret;
import latchkey.db.TestDatabases;
import latchkey.people.Member.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for members.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class MembersTest {
  private static final OptionalLong ANY = OptionalLong.empty();

  @Parameter TestDatabases engine;
  private Town town;
  private Members members;

  @BeforeEach
  void open() {
    town = new Town(engine);
    members = town.members;
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void membersAreListedByAddressAPageAtATime() {
    assertThat(members.list(ACME, Optional.empty(), 2))
        .extracting(Member::role)
        .containsExactly(Role.ADMIN, Role.MANAGER);
    assertThat(members.list(ACME, Optional.of("manager@example.com"), 9))
        .extracting(member -> member.email().text())
        .containsExactly("member@example.com", "owner@example.com", "viewer@example.com");
  }

  @Test
  void aListIsNarrowedByTextRoleAndStatus() {
    var _ =
        town.invitations.invite(ACME, new Email("max@example.com"), Role.VIEWER, as(Role.OWNER));
    var _ = members.suspend(ACME, "viewer", ANY, as(Role.OWNER));
    assertThat(listed(Optional.of("MA"), Optional.empty(), Optional.empty()))
        .containsExactly("manager@example.com", "max@example.com");
    assertThat(listed(Optional.of("viewer exa"), Optional.empty(), Optional.empty()))
        .containsExactly("viewer@example.com");
    assertThat(listed(Optional.of("%"), Optional.empty(), Optional.empty())).isEmpty();
    assertThat(listed(Optional.empty(), Optional.of(Role.VIEWER), Optional.empty()))
        .containsExactly("max@example.com", "viewer@example.com");
    assertThat(listed(Optional.empty(), Optional.empty(), Optional.of(Status.INVITED)))
        .containsExactly("max@example.com");
    assertThat(listed(Optional.empty(), Optional.of(Role.VIEWER), Optional.of(Status.SUSPENDED)))
        .containsExactly("viewer@example.com");
    assertThat(listed(Optional.empty(), Optional.of(Role.OWNER), Optional.of(Status.SUSPENDED)))
        .isEmpty();
  }

  private List<String> listed(
      Optional<String> search, Optional<Role> role, Optional<Status> status) {
    return members
        .list(ACME, new Members.Filter(search, role, status), Optional.empty(), 9)
        .stream()
        .map(member -> member.email().text())
        .toList();
  }

  @Test
  void aRoleIsChangedOnceForOneVersionAndTheEntryStandsBesideIt() {
    assertThat(members.changeRole(ACME, "member", OptionalLong.of(1), Role.MANAGER, as(Role.ADMIN)))
        .isInstanceOfSatisfying(
            Outcome.Changed.class,
            changed ->
                assertThat(changed.value()).isEqualTo(members.find(ACME, "member").orElseThrow()));
    assertThat(members.changeRole(ACME, "member", OptionalLong.of(1), Role.VIEWER, as(Role.ADMIN)))
        .isEqualTo(new Outcome.Stale<>(2));
    assertThat(town.audited(ACME)).endsWith("Made member@example.com manager");
  }

  @Test
  void whatIsRefusedChangesNothing() {
    assertThat(members.changeRole(ACME, "owner", ANY, Role.VIEWER, as(Role.ADMIN)))
        .isEqualTo(Outcome.refused(Refusal.OWNER_STAYS));
    assertThat(members.remove(ACME, "owner", ANY, as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.OWNER_STAYS));
    assertThat(members.suspend(ACME, "admin", ANY, as(Role.MANAGER)))
        .isEqualTo(Outcome.refused(Refusal.ADMINS_ARE_THE_OWNERS));
    assertThat(members.changeRole(ACME, "manager", ANY, Role.ADMIN, as(Role.MANAGER)))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURSELF));
    assertThat(members.find(ACME, "owner").orElseThrow().role()).isEqualTo(Role.OWNER);
    assertThat(town.audited(ACME)).hasSize(1);
  }

  @Test
  void anotherOrganizationsMembersAreNotThere() {
    assertThat(members.suspend(OTHER, "stranger", ANY, as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.OWNER_STAYS));
    assertThat(members.suspend(ACME, "stranger", ANY, as(Role.OWNER))).isEqualTo(Outcome.absent());
    assertThat(members.remove(ACME, "viewer", ANY, as("stranger")))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
  }

  @Test
  void theOwnershipGoesOverToAnActiveMemberAndThereIsAlwaysOneOwner() {
    var _ = members.suspend(ACME, "manager", ANY, as(Role.ADMIN));
    assertThat(members.handOver(ACME, "manager", as(Role.OWNER)))
        .isEqualTo(Outcome.refused(Refusal.NOT_ACTIVE));
    assertThat(members.handOver(ACME, "admin", as(Role.ADMIN)))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURSELF));
    assertThat(members.handOver(ACME, "member", as(Role.ADMIN)))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    assertThat(members.handOver(ACME, "admin", as(Role.OWNER))).isInstanceOf(Outcome.Changed.class);
    assertThat(members.find(ACME, "admin").orElseThrow().role()).isEqualTo(Role.OWNER);
    assertThat(members.find(ACME, "owner").orElseThrow().role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void aSuspendedMembersSessionsStopAtOnceAndTheirRoleIsWorthNothing() {
    Secret token = town.signIn("admin");
    assertThat(town.session(token).place().orElseThrow().role()).isEqualTo(Role.ADMIN);
    var _ = members.suspend(ACME, "admin", ANY, as(Role.OWNER));
    assertThat(town.sessions.find(token, town.now)).isEmpty();
    assertThat(members.remove(ACME, "viewer", ANY, as("admin")))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    assertThat(members.find(ACME, "admin").orElseThrow().status()).isEqualTo(Status.SUSPENDED);
    var _ = members.reactivate(ACME, "admin", ANY, as(Role.OWNER));
    assertThat(town.session(town.signIn("admin")).place()).isPresent();
  }

  @Test
  void membersMayGoByThemselves() {
    Secret token = town.signIn("viewer");
    assertThat(members.remove(ACME, "viewer", ANY, as(Role.VIEWER)))
        .isInstanceOf(Outcome.Changed.class);
    assertThat(town.sessions.find(token, town.now)).isEmpty();
    assertThat(members.find(ACME, "viewer")).isEmpty();
  }

  @Test
  void ownersWhoAreAskedForManyThingsAtOnceLeaveOneOwner() throws Exception {
    List<Future<Outcome<Member>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String to : List.of("admin", "manager", "member", "viewer")) {
        all.add(threads.submit(() -> members.handOver(ACME, to, as(Role.OWNER))));
      }
    }
    int changed = 0;
    for (Future<Outcome<Member>> one : all) {
      changed += one.get() instanceof Outcome.Changed<Member> ? 1 : 0;
    }
    assertThat(changed).isEqualTo(1);
    assertThat(members.list(ACME, Optional.empty(), 9))
        .filteredOn(member -> member.role() == Role.OWNER)
        .hasSize(1);
  }
}
