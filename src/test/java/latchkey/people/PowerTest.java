package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import latchkey.people.Power.Deed;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PowerTest {
  private static final int PEOPLE = 5;

  /// What somebody tries: `actor` and `target` are people by number.
  record Try(int actor, int target, String what, Role role) {}

  @Provide
  Arbitrary<Try> tries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PEOPLE - 1),
            Arbitraries.integers().between(0, PEOPLE - 1),
            Arbitraries.of("invite", "role", "suspend", "reactivate", "remove", "hand over"),
            Arbitraries.of(Role.class))
        .as(Try::new);
  }

  @Property(tries = 2_000)
  void whateverPeopleTryThereIsOneActiveOwnerAndNobodyMakesAnybodyMoreThanThemselves(
      @ForAll List<@net.jqwik.api.From("tries") Try> tries) {
    Town town = new Town();
    for (Try one : tries) {
      List<Optional<Role>> before = town.powers();
      Optional<Role> actor = before.get(one.actor);
      boolean handed = town.attempt(one);
      List<Optional<Role>> after = town.powers();
      assertThat(after.stream().flatMap(Optional::stream).filter(Role.OWNER::equals)).hasSize(1);
      for (int who = 0; who < PEOPLE; who++) {
        Set<Right> gained = rights(after.get(who));
        gained.removeAll(rights(before.get(who)));
        assertThat(rights(actor)).as("%s gave %s", one, gained).containsAll(gained);
        if (who == one.actor && !handed) {
          assertThat(gained).isEmpty();
        }
      }
    }
  }

  private static Set<Right> rights(Optional<Role> role) {
    return new HashSet<>(role.map(Role::rights).orElse(Set.of()));
  }

  /// An organization in memory.
  private static final class Town {
    private final List<Optional<Role>> roles = new ArrayList<>();
    private final Set<Integer> suspended = new HashSet<>();

    Town() {
      roles.add(Optional.of(Role.OWNER));
      for (int i = 1; i < PEOPLE; i++) {
        roles.add(Optional.empty());
      }
    }

    List<Optional<Role>> powers() {
      List<Optional<Role>> powers = new ArrayList<>();
      for (int who = 0; who < PEOPLE; who++) {
        powers.add(suspended.contains(who) ? Optional.empty() : roles.get(who));
      }
      return powers;
    }

    /// Says whether the ownership went over.
    boolean attempt(Try one) {
      Power power =
          powers().get(one.actor).<Power>map(Power.OfRole::new).orElseGet(Power.None::new);
      boolean self = one.actor == one.target;
      Optional<Role> target = roles.get(one.target);
      if (target.isEmpty()) {
        if (one.what.equals("invite") && power.refusal(new Deed.Invite(one.role)).isEmpty()) {
          roles.set(one.target, Optional.of(one.role));
        }
        return false;
      }
      Role role = target.get();
      Deed deed =
          switch (one.what) {
            case "role" -> new Deed.ChangeRole(role, one.role, self);
            case "suspend" -> new Deed.Suspend(role, self);
            case "reactivate" -> new Deed.Reactivate(role);
            case "remove" -> new Deed.Remove(role, self);
            case "hand over" -> new Deed.HandOver(self);
            default -> new Deed.Withdraw(role);
          };
      if (power.refusal(deed).isPresent()) {
        return false;
      }
      switch (deed) {
        case Deed.ChangeRole(_, Role to, _) -> roles.set(one.target, Optional.of(to));
        case Deed.Suspend _ -> suspended.add(one.target);
        case Deed.Reactivate _ -> suspended.remove(one.target);
        case Deed.Remove _ -> {
          roles.set(one.target, Optional.empty());
          suspended.remove(one.target);
        }
        case Deed.HandOver _ -> {
          if (!suspended.contains(one.target)) { // as Members holds it
            roles.set(one.actor, Optional.of(Role.ADMIN));
            roles.set(one.target, Optional.of(Role.OWNER));
            return true;
          }
        }
        case Deed.Invite _, Deed.Withdraw _ -> {}
      }
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void nobodyTouchesTheOwner(Role role) {
    Power power = new Power.OfRole(role);
    assertThat(
            Stream.of(
                    new Deed.ChangeRole(Role.OWNER, Role.ADMIN, false),
                    new Deed.Suspend(Role.OWNER, false),
                    new Deed.Remove(Role.OWNER, false),
                    new Deed.Remove(Role.OWNER, true))
                .map(power::refusal))
        .allMatch(Optional::isPresent);
  }

  @Test
  void adminsManageThoseBelowThem() {
    Power admin = new Power.OfRole(Role.ADMIN);
    assertThat(admin.refusal(new Deed.Invite(Role.MANAGER))).isEmpty();
    assertThat(admin.refusal(new Deed.Invite(Role.ADMIN))).contains(Refusal.ADMINS_ARE_THE_OWNERS);
    assertThat(admin.refusal(new Deed.ChangeRole(Role.MEMBER, Role.ADMIN, false)))
        .contains(Refusal.ADMINS_ARE_THE_OWNERS);
    assertThat(new Power.OfRole(Role.OWNER).refusal(new Deed.Invite(Role.ADMIN))).isEmpty();
    assertThat(new Power.OfRole(Role.MANAGER).refusal(new Deed.Invite(Role.VIEWER)))
        .contains(Refusal.NOT_YOURS);
  }

  @Test
  void aKeyInvitesNobodyWhoMayMoreThanIt() {
    Set<String> viewing = new HashSet<>(Set.of("members.create"));
    assertThat(new Power.OfKey(viewing).refusal(new Deed.Invite(Role.VIEWER)))
        .contains(Refusal.MORE_THAN_YOU_HOLD);
    Role.VIEWER.rights().forEach(right -> viewing.addAll(right.permissions()));
    assertThat(new Power.OfKey(viewing).refusal(new Deed.Invite(Role.VIEWER))).isEmpty();
    assertThat(new Power.OfKey(viewing).refusal(new Deed.Invite(Role.MANAGER)))
        .contains(Refusal.MORE_THAN_YOU_HOLD);
    Role.OWNER.rights().forEach(right -> viewing.addAll(right.permissions()));
    assertThat(new Power.OfKey(viewing).refusal(new Deed.Invite(Role.ADMIN)))
        .contains(Refusal.ADMINS_ARE_THE_OWNERS);
  }

  @Test
  void theOperatorAppointsAnOwnerAndDoesNothingElse() {
    Power operator = new Power.OfOperator();
    assertThat(operator.refusal(new Deed.Invite(Role.OWNER))).isEmpty();
    assertThat(operator.refusal(new Deed.Invite(Role.VIEWER))).isPresent();
    assertThat(operator.refusal(new Deed.Remove(Role.VIEWER, false))).isPresent();
  }
}
