package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.people.Actor;
import latchkey.people.Email;
import latchkey.people.Invitation;
import latchkey.people.Invitations;
import latchkey.people.Invitations.Delivery;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.Outcome;
import latchkey.people.People;
import latchkey.people.Right;
import latchkey.people.Role;

/// `/api/v1/invitations`: sending them, and accepting one.
public final class InvitationOperations {
  private static final String ALL = "/api/v1/invitations";
  private static final String ID = "invitationId";
  private static final String ONE = ALL + "/{" + ID + "}";

  private final People people;

  public InvitationOperations(People people) {
    this.people = people;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.MEMBERS_READ, "members.read");
    Need create = Need.of(Right.MEMBERS_MANAGE, "members.create");
    return List.of(
        Operation.list(ALL, read, this::list),
        Operation.create(ALL, create, this::invite),
        Operation.get(ONE, read, this::show),
        Operation.delete(ONE, Need.of(Right.MEMBERS_MANAGE, "members.delete"), this::revoke),
        Operation.post(ONE + "/resend", create, this::resend),
        Operation.create(
            "/api/v1/organizations/{organizationId}/owner-invitations",
            new Need.Operators(),
            this::inviteOwner),
        Operation.post(ALL + "/preview", new Need.Nothing(), this::preview),
        Operation.post(ALL + "/accept", new Need.Nothing(), this::accept),
        Operation.post(ALL + "/join", new Need.SignedIn(), this::join));
  }

  private record Shown(
      String id,
      String email,
      String role,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      boolean expired,
      long version) {
    static Shown of(Invitation invitation, long now) {
      return new Shown(
          invitation.id(),
          invitation.email().text(),
          invitation.role().text(),
          invitation.invitedBy(),
          Instant.ofEpochMilli(invitation.createdAt()),
          Instant.ofEpochMilli(invitation.expiresAt()),
          invitation.expiresAt() <= now,
          invitation.version());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    return page.answer(
        people
            .invitations()
            .list(call.organization(), page.after().map(List::getFirst), page.oneMore()),
        invitation -> List.of(invitation.email().text()),
        invitation -> Shown.of(invitation, call.now()));
  }

  private Answer show(Call call) {
    Invitation invitation =
        people
            .invitations()
            .find(call.organization(), call.path(ID))
            .orElseThrow(() -> Faults.absent("invitation"));
    return Answer.of(Shown.of(invitation, call.now())).version(invitation.version());
  }

  private record New(String email, String role) {}

  /// @param delivery `mailed`, `not_mailed` or `link`
  /// @param link only where no mail is sent: for whoever invites to pass on
  private record Sent(Shown invitation, String delivery, Optional<SecretText> link) {}

  private Answer invite(Call call) {
    New body = call.body(New.class);
    Role role = MemberOperations.role(body.role);
    return invite(call, call.organization(), body.email, role, Actors.of(call));
  }

  private record NewOwner(String email) {}

  private Answer inviteOwner(Call call) {
    String email = call.body(NewOwner.class).email;
    return invite(call, call.path("organizationId"), email, Role.OWNER, Actor.person(call.by()));
  }

  private Answer invite(Call call, String org, String email, Role role, Actor actor) {
    Email to = Faults.checked(() -> new Email(email));
    return sent(call, 201, people.invitations().invite(org, to, role, actor), "organization");
  }

  private Answer resend(Call call) {
    return sent(
        call,
        200,
        people
            .invitations()
            .resend(call.organization(), call.path(ID), call.version(), Actors.of(call)),
        "invitation");
  }

  private static Answer sent(
      Call call, int status, Outcome<Invitations.Sent> outcome, String what) {
    Invitations.Sent sent = Faults.changed(outcome, what);
    Shown shown = Shown.of(sent.invitation(), call.now());
    Sent body =
        switch (sent.delivery()) {
          case Delivery.Mailed _ -> new Sent(shown, "mailed", Optional.empty());
          case Delivery.NotMailed _ -> new Sent(shown, "not_mailed", Optional.empty());
          case Delivery.Link(var url) -> new Sent(shown, "link", Optional.of(new SecretText(url)));
        };
    Answer answer =
        status == 201
            ? Answer.created(body, ALL + "/" + sent.invitation().id())
            : Answer.json(status, body);
    return answer.version(sent.invitation().version());
  }

  private Answer revoke(Call call) {
    var _ =
        Faults.changed(
            people
                .invitations()
                .revoke(call.organization(), call.path(ID), call.version(), Actors.of(call)),
            "invitation");
    return Answer.none();
  }

  private record Token(SecretText token) {}

  /// @param account whether there is an account with that address, with which it is accepted
  private record Preview(String organization, String email, String role, boolean account) {}

  private Answer preview(Call call) {
    return people
        .invitations()
        .preview(call.body(Token.class).token.secret(), call.now())
        .map(
            seen ->
                Answer.of(
                    new Preview(
                        seen.organization(),
                        seen.email().text(),
                        seen.role().text(),
                        seen.account())))
        .orElseThrow(() -> Faults.absent("invitation"));
  }

  private record Acceptance(
      SecretText token, String firstName, String lastName, SecretText password) {}

  private Answer accept(Call call) {
    Acceptance body = call.body(Acceptance.class);
    var opened =
        Faults.checked(
            () ->
                people
                    .invitations()
                    .accept(
                        body.token.secret(),
                        new Newcomer(body.firstName, body.lastName, body.password.secret()),
                        call.origin()));
    return SignedIn.answer(
        201, people.sessions(), Faults.changed(opened, "invitation").token(), call);
  }

  private Answer join(Call call) {
    Token body = call.body(Token.class);
    var entered = people.invitations().accept(body.token.secret(), call.session(), call.origin());
    return SignedIn.answer(200, people.sessions(), Faults.changed(entered, "invitation"), call);
  }
}
