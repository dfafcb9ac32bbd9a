package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.people.Member;
import latchkey.people.Members;
import latchkey.people.Outcome;
import latchkey.people.People;
import latchkey.people.Right;
import latchkey.people.Role;

/// `/api/v1/members` and who owns the organization.
public final class MemberOperations {
  private static final String ALL = "/api/v1/members";
  private static final String ID = "memberId";
  private static final String ONE = ALL + "/{" + ID + "}";

  private final People people;

  public MemberOperations(People people) {
    this.people = people;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.MEMBERS_READ, "members.read");
    return List.of(
        Operation.list(ALL, read, this::list, "search", "role", "status"),
        Operation.get(ONE, read, this::show),
        Operation.patch(ONE, Need.of(Right.MEMBERS_MANAGE, "members.update"), this::change),
        Operation.delete(ONE, Need.of(Right.MEMBERS_MANAGE, "members.delete"), this::remove),
        Operation.post(
            "/api/v1/ownership-transfer", Need.ofPeople(Right.OWNERSHIP_TRANSFER), this::handOver));
  }

  private record Shown(
      String id,
      String email,
      String name,
      String role,
      String status,
      Instant since,
      long version) {
    static Shown of(Member member) {
      return new Shown(
          member.id(),
          member.email().text(),
          member.name(),
          member.role().text(),
          member.status().text(),
          Instant.ofEpochMilli(member.since()),
          member.version());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    Members.Filter filter =
        new Members.Filter(
            call.parameter("search"),
            call.parameter("role").map(MemberOperations::role),
            call.parameter("status").map(MemberOperations::status));
    return page.answer(
        people
            .members()
            .list(call.organization(), filter, page.after().map(List::getFirst), page.oneMore()),
        member -> List.of(member.email().text()),
        Shown::of);
  }

  private static Member.Status status(String text) {
    return Member.Status.of(text)
        .orElseThrow(() -> Faults.invalid("status is invited, active or suspended."));
  }

  private Answer show(Call call) {
    return shown(
        people
            .members()
            .find(call.organization(), call.path(ID))
            .orElseThrow(() -> Faults.absent("member")));
  }

  private static Answer shown(Member member) {
    return Answer.of(Shown.of(member)).version(member.version());
  }

  private record Change(Optional<String> role, Optional<String> status) {}

  private Answer change(Call call) {
    Change change = call.body(Change.class);
    if (change.role.isPresent() == change.status.isPresent()) {
      throw Faults.invalid("Change either role or status, one at a time.");
    }
    return shown(
        Faults.changed(
            change.role.isPresent()
                ? changeRole(call, change.role.get())
                : changeStatus(call, change.status.orElseThrow()),
            "member"));
  }

  private Outcome<Member> changeRole(Call call, String role) {
    return people
        .members()
        .changeRole(
            call.organization(), call.path(ID), call.version(), role(role), Actors.of(call));
  }

  private Outcome<Member> changeStatus(Call call, String status) {
    return switch (status) {
      case "suspended" ->
          people
              .members()
              .suspend(call.organization(), call.path(ID), call.version(), Actors.of(call));
      case "active" ->
          people
              .members()
              .reactivate(call.organization(), call.path(ID), call.version(), Actors.of(call));
      default -> throw Faults.invalid("status is active or suspended.");
    };
  }

  static Role role(String text) {
    return Role.of(text)
        .orElseThrow(() -> Faults.invalid("role is owner, admin, manager, member or viewer."));
  }

  private Answer remove(Call call) {
    var _ =
        Faults.changed(
            people
                .members()
                .remove(call.organization(), call.path(ID), call.version(), Actors.of(call)),
            "member");
    return Answer.none();
  }

  private record NewOwner(String memberId) {}

  /// The one who was the owner goes on as an admin, under a new session token.
  private Answer handOver(Call call) {
    NewOwner body = call.body(NewOwner.class);
    var _ =
        Faults.changed(
            people.members().handOver(call.organization(), body.memberId, Actors.of(call)),
            "member");
    return SignedIn.answer(200, people.sessions(), people.sessions().rotate(call.session()), call);
  }
}
