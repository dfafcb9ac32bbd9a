package latchkey.people;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import latchkey.audit.AuditLog;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.people.Member.Status;
import latchkey.people.Power.Deed;
import org.jdbi.v3.core.Handle;

/// What one can do with the members of an organization. [Power] says who may; it is judged on
/// what is so when the change is made, while nobody else changes the organization's people.
///
/// Whoever is given another role, suspended or removed by somebody else loses the sessions in
/// which they work in the organization.
public final class Members {
  static final String RESOURCE = "Member";

  private final Database database;

  public Members(Database database) {
    this.database = database;
  }

  /// Which members a list shows.
  ///
  /// @param search a part of the address or of the name, in any case
  public record Filter(Optional<String> search, Optional<Role> role, Optional<Status> status) {
    public static final Filter NONE =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// A page of members and who is invited: those with an address after `after`.
  public List<Member> list(String org, Optional<String> after, int most) {
    return list(org, Filter.NONE, after, most);
  }

  public List<Member> list(String org, Filter filter, Optional<String> after, int most) {
    return database.read(handle -> MemberTable.list(handle, org, filter, after.orElse(""), most));
  }

  /// The owner, as it is in a transaction.
  public static Optional<String> owner(Handle handle, String org) {
    return MemberTable.owner(handle, org);
  }

  /// The id of the one with that id or e-mail address who is active and holds that right.
  public static Optional<String> named(Handle handle, String org, Right right, String idOrEmail) {
    return MemberTable.named(handle, org, right, idOrEmail);
  }

  /// Those of these persons who are active and hold that right, as it is in a transaction.
  public static Set<String> holding(
      Handle handle, String org, Right right, Collection<String> persons) {
    return persons.isEmpty() ? Set.of() : MemberTable.holding(handle, org, right, persons);
  }

  public Optional<Member> find(String org, String person) {
    return database.read(handle -> MemberTable.find(handle, org, person));
  }

  public Outcome<Member> changeRole(
      String org, String person, OptionalLong version, Role role, Actor actor) {
    return change(
        org,
        person,
        version,
        actor,
        (member, self) -> new Deed.ChangeRole(member.role(), role, self),
        (tx, member) -> {
          MemberTable.update(tx, org, person, role, member.status());
          return "Made %s %s".formatted(member.email(), role.text());
        });
  }

  public Outcome<Member> suspend(String org, String person, OptionalLong version, Actor actor) {
    return change(
        org,
        person,
        version,
        actor,
        (member, self) -> new Deed.Suspend(member.role(), self),
        (tx, member) -> {
          MemberTable.update(tx, org, person, member.role(), Status.SUSPENDED);
          return "Suspended " + member.email();
        });
  }

  public Outcome<Member> reactivate(String org, String person, OptionalLong version, Actor actor) {
    return change(
        org,
        person,
        version,
        actor,
        (member, self) -> new Deed.Reactivate(member.role()),
        (tx, member) -> {
          MemberTable.update(tx, org, person, member.role(), Status.ACTIVE);
          return "Reactivated " + member.email();
        });
  }

  /// Takes somebody out of the organization; members but the owner may go by themselves. Answers
  /// who it was.
  public Outcome<Member> remove(String org, String person, OptionalLong version, Actor actor) {
    return alone(
        org,
        tx ->
            judged(
                tx,
                org,
                person,
                version,
                actor,
                (member, self) -> new Deed.Remove(member.role(), self),
                member -> {
                  MemberTable.delete(tx, org, person);
                  SessionTable.endIn(tx, person, org);
                  AuditLog.append(
                      tx,
                      org,
                      actor.by(),
                      Event.delete(
                          RESOURCE, person, "Removed " + member.email(), Facts.of(member)));
                  return Outcome.changed(member);
                }));
  }

  /// Makes that member the owner, and who was it an admin.
  public Outcome<Member> handOver(String org, String person, Actor actor) {
    return alone(
        org,
        tx ->
            judged(
                tx,
                org,
                person,
                OptionalLong.empty(),
                actor,
                (_, self) -> new Deed.HandOver(self),
                member ->
                    member.status() == Status.ACTIVE
                        ? handOver(tx, org, member, actor)
                        : Outcome.refused(Refusal.NOT_ACTIVE)));
  }

  private static Outcome<Member> handOver(Tx tx, String org, Member to, Actor actor) {
    String from = actor.by().id();
    MemberTable.update(tx, org, from, Role.ADMIN, Status.ACTIVE); // first: there is only one owner
    MemberTable.update(tx, org, to.id(), Role.OWNER, Status.ACTIVE);
    SessionTable.endIn(tx, to.id(), org);
    Member after = MemberTable.find(tx.handle(), org, to.id()).orElseThrow();
    AuditLog.append(
        tx,
        org,
        actor.by(),
        Event.update(
            RESOURCE,
            to.id(),
            "Handed the ownership over to " + to.email(),
            Facts.of(to),
            Facts.of(after)));
    return Outcome.changed(after);
  }

  /// Changes a member and says what it did.
  private interface Work {
    String done(Tx tx, Member member);
  }

  /// A change of one member that leaves them one.
  private Outcome<Member> change(
      String org, String person, OptionalLong version, Actor actor, Naming naming, Work work) {
    return alone(
        org,
        tx ->
            judged(
                tx,
                org,
                person,
                version,
                actor,
                naming,
                before -> {
                  String description = work.done(tx, before);
                  SessionTable.endIn(tx, person, org);
                  Member after = MemberTable.find(tx.handle(), org, person).orElseThrow();
                  AuditLog.append(
                      tx,
                      org,
                      actor.by(),
                      Event.update(
                          RESOURCE, person, description, Facts.of(before), Facts.of(after)));
                  return Outcome.changed(after);
                }));
  }

  private interface Naming {
    Deed deed(Member member, boolean self);
  }

  private static Outcome<Member> judged(
      Tx tx,
      String org,
      String person,
      OptionalLong version,
      Actor actor,
      Naming naming,
      Function<Member, Outcome<Member>> work) {
    Optional<Member> found = MemberTable.find(tx.handle(), org, person);
    if (found.isEmpty()) {
      return Outcome.absent();
    }
    Member member = found.get();
    if (version.isPresent() && version.getAsLong() != member.version()) {
      return new Outcome.Stale<>(member.version());
    }
    boolean self = actor.by().id().equals(person);
    return power(tx.handle(), org, actor)
        .refusal(naming.deed(member, self))
        .map(Outcome::<Member>refused)
        .orElseGet(() -> work.apply(member));
  }

  /// Runs work while nobody else changes the organization's people.
  private <T> Outcome<T> alone(String org, Function<Tx, Outcome<T>> work) {
    return database.write(
        tx -> OrganizationTable.lock(tx, org) ? work.apply(tx) : Outcome.absent());
  }

  static Power power(Handle handle, String org, Actor actor) {
    return switch (actor.by().kind()) {
      case PERSON ->
          MemberTable.find(handle, org, actor.by().id())
              .filter(member -> member.status() == Status.ACTIVE)
              .<Power>map(member -> new Power.OfRole(member.role()))
              .orElseGet(Power.None::new);
      case KEY -> new Power.OfKey(actor.permissions());
      case OPERATOR -> new Power.OfOperator();
      case SYSTEM -> new Power.None();
    };
  }
}
