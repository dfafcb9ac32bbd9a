package latchkey.people;

import java.util.Optional;
import java.util.Set;

/// How much somebody may do in an organization.
sealed interface Power {
  /// A member's.
  record OfRole(Role role) implements Power {
    @Override
    public boolean holds(Right right) {
      return role.holds(right);
    }

    @Override
    public boolean covers(Role other) {
      return role.rights().containsAll(other.rights());
    }
  }

  /// A management key's.
  record OfKey(Set<String> permissions) implements Power {
    public OfKey {
      permissions = Set.copyOf(permissions);
    }

    @Override
    public boolean holds(Right right) {
      return right.permissions().stream().anyMatch(permissions::contains);
    }

    @Override
    public boolean covers(Role other) {
      return other.rights().stream()
          .allMatch(right -> permissions.containsAll(right.permissions()));
    }
  }

  /// The operator's, who appoints an organization's first owner and does nothing else in it.
  record OfOperator() implements Power {
    @Override
    public boolean holds(Right right) {
      return false;
    }

    @Override
    public boolean covers(Role other) {
      return false;
    }
  }

  /// That of somebody who is no active member.
  record None() implements Power {
    @Override
    public boolean holds(Right right) {
      return false;
    }

    @Override
    public boolean covers(Role other) {
      return false;
    }
  }

  /// What somebody wants to do to a member or to who is to become one.
  sealed interface Deed {
    record Invite(Role as) implements Deed {}

    record Withdraw(Role invited) implements Deed {}

    /// Of the actor's own role where `self` says so.
    record ChangeRole(Role from, Role to, boolean self) implements Deed {}

    record Suspend(Role of, boolean self) implements Deed {}

    record Reactivate(Role of) implements Deed {}

    record Remove(Role of, boolean self) implements Deed {}

    record HandOver(boolean self) implements Deed {}
  }

  boolean holds(Right right);

  /// Whether a role may do nothing that is not held here.
  boolean covers(Role other);

  /// Why it may not do that; empty when it may. All that keeps people from rising, and the owner
  /// from vanishing, is here.
  default Optional<Refusal> refusal(Deed deed) {
    return switch (deed) {
      case Deed.Invite(Role as) ->
          as == Role.OWNER
              ? refusedUnless(this instanceof OfOperator, Refusal.HAS_AN_OWNER)
              : gives(as);
      case Deed.Withdraw(Role invited) ->
          invited == Role.OWNER
              ? refusedUnless(this instanceof OfOperator, Refusal.NOT_YOURS)
              : manages(invited);
      case Deed.ChangeRole(Role from, Role to, boolean self) ->
          to == Role.OWNER
              ? Optional.of(Refusal.OWNER_STAYS)
              : self ? Optional.of(Refusal.NOT_YOURSELF) : manages(from).or(() -> gives(to));
      case Deed.Suspend(Role of, boolean self) ->
          self ? Optional.of(Refusal.NOT_YOURSELF) : manages(of);
      case Deed.Reactivate(Role of) -> gives(of);
      case Deed.Remove(Role of, boolean self) ->
          self && of != Role.OWNER && !(this instanceof None) ? Optional.empty() : manages(of);
      case Deed.HandOver(boolean self) ->
          self
              ? Optional.of(Refusal.NOT_YOURSELF)
              : refusedUnless(holds(Right.OWNERSHIP_TRANSFER), Refusal.NOT_YOURS);
    };
  }

  /// Whether members of that role are theirs to change.
  private Optional<Refusal> manages(Role role) {
    return switch (role) {
      case OWNER -> Optional.of(Refusal.OWNER_STAYS);
      case ADMIN -> refusedUnless(holds(Right.ADMINS_MANAGE), Refusal.ADMINS_ARE_THE_OWNERS);
      case MANAGER, MEMBER, VIEWER -> refusedUnless(holds(Right.MEMBERS_MANAGE), Refusal.NOT_YOURS);
    };
  }

  /// Whether that role is theirs to give.
  private Optional<Refusal> gives(Role role) {
    return manages(role).or(() -> refusedUnless(covers(role), Refusal.MORE_THAN_YOU_HOLD));
  }

  private static Optional<Refusal> refusedUnless(boolean allowed, Refusal refusal) {
    return allowed ? Optional.empty() : Optional.of(refusal);
  }
}
