package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.people.Accounts;
import latchkey.people.Actor;
import latchkey.people.Outcome;
import latchkey.people.People;
import latchkey.people.Person;
import latchkey.people.Right;
import latchkey.people.Session;

/// `/api/v1/me`: what somebody does about themselves, and the sessions they have.
public final class MeOperations {
  private static final String ME = "/api/v1/me";
  private static final String SESSION = "sessionId";

  private final People people;

  public MeOperations(People people) {
    this.people = people;
  }

  public List<Operation> operations() {
    Need signedIn = new Need.SignedIn();
    return List.of(
        Operation.get(ME, signedIn, this::show),
        Operation.patch(ME, signedIn, this::rename),
        Operation.put(ME + "/password", signedIn, this::changePassword),
        Operation.post(ME + "/totp", signedIn, this::enrolTotp),
        Operation.post(ME + "/totp/confirm", signedIn, this::confirmTotp),
        Operation.post(ME + "/totp/drop", signedIn, this::dropTotp),
        Operation.get(ME + "/sessions", signedIn, this::sessions),
        Operation.delete(ME + "/sessions", signedIn, this::endOthers),
        Operation.delete(ME + "/sessions/{" + SESSION + "}", signedIn, this::end),
        Operation.delete(ME + "/membership", Need.ofPeople(Right.ORGANIZATION_READ), this::leave));
  }

  private record Belonging(
      String id, String name, String role, String status, boolean suspended, boolean current) {}

  private record Factors(boolean password, boolean totp, int recoveryCodes) {}

  /// @param address from which they ask
  private record Me(
      PersonShape person,
      String address,
      Optional<String> organizationId,
      Optional<String> role,
      List<String> rights,
      List<Belonging> organizations,
      Factors factors,
      SecretText csrfToken) {}

  private Answer show(Call call) {
    Session session = call.session();
    Optional<Session.Place> place = session.place();
    Accounts.Factors factors = people.accounts().factors(session.person().id());
    return Answer.of(
            new Me(
                PersonShape.of(session.person()),
                call.origin().address(),
                place.map(Session.Place::organizationId),
                place.map(at -> at.role().text()),
                place.stream().flatMap(at -> at.role().rights().stream()).map(Right::name).toList(),
                people.accounts().organizations(session.person().id()).stream()
                    .map(of -> belonging(of, place))
                    .toList(),
                new Factors(factors.password(), factors.totp(), factors.recoveryCodes()),
                new SecretText(new Secret(session.csrfToken()))))
        .version(session.person().version());
  }

  private static Belonging belonging(Accounts.Belonging of, Optional<Session.Place> place) {
    return new Belonging(
        of.organizationId(),
        of.name(),
        of.role().text(),
        of.status().text(),
        of.suspended(),
        place.filter(at -> at.organizationId().equals(of.organizationId())).isPresent());
  }

  private record Names(String firstName, String lastName) {}

  private Answer rename(Call call) {
    Names names = call.body(Names.class);
    Person person =
        Faults.changed(
            Faults.checked(
                () ->
                    people
                        .accounts()
                        .rename(
                            call.session(),
                            call.version(),
                            names.firstName,
                            names.lastName,
                            call.by())),
            "account");
    return Answer.of(PersonShape.of(person)).version(person.version());
  }

  private record NewPassword(Optional<SecretText> current, SecretText password) {}

  private Answer changePassword(Call call) {
    NewPassword body = call.body(NewPassword.class);
    return rotated(
        people
            .accounts()
            .changePassword(
                call.session(),
                body.current.map(SecretText::secret),
                body.password.secret(),
                call.by()),
        call);
  }

  private Answer rotated(Outcome<Secret> outcome, Call call) {
    return SignedIn.answer(200, people.sessions(), Faults.changed(outcome, "account"), call);
  }

  private record Enrolment(SecretText secret, SecretText url) {}

  private Answer enrolTotp(Call call) {
    var enrolment = Faults.changed(people.factors().enrol(call.session()), "account");
    return Answer.of(
        new Enrolment(new SecretText(enrolment.secret()), new SecretText(enrolment.url())));
  }

  private record Code(String code) {}

  private record RecoveryCodes(List<SecretText> recoveryCodes, SecretText csrfToken) {}

  private Answer confirmTotp(Call call) {
    String code = call.body(Code.class).code;
    var confirmed =
        Faults.changed(people.factors().confirm(call.session(), code, call.by()), "account");
    Session session = SignedIn.session(people.sessions(), confirmed.sessionToken(), call);
    return Answer.of(
            new RecoveryCodes(
                confirmed.recoveryCodes().stream().map(SecretText::new).toList(),
                new SecretText(new Secret(session.csrfToken()))))
        .with(SessionCookie.of(confirmed.sessionToken(), call));
  }

  private Answer dropTotp(Call call) {
    String code = call.body(Code.class).code;
    return rotated(people.factors().drop(call.session(), code, call.by()), call);
  }

  private record Listed(
      String id,
      boolean current,
      Optional<String> organizationId,
      String address,
      String device,
      Instant createdAt,
      Instant lastSeenAt,
      Instant expiresAt) {}

  private record SessionList(List<Listed> items) {}

  private Answer sessions(Call call) {
    Session current = call.session();
    return Answer.of(
        new SessionList(
            people.sessions().list(current.person().id(), call.now()).stream()
                .map(session -> listed(session, current))
                .toList()));
  }

  private static Listed listed(Session.Listed session, Session current) {
    return new Listed(
        session.id(),
        session.id().equals(current.id()),
        session.organizationId(),
        session.address(),
        session.userAgent(),
        Instant.ofEpochMilli(session.createdAt()),
        Instant.ofEpochMilli(session.lastSeenAt()),
        Instant.ofEpochMilli(session.expiresAt()));
  }

  private Answer end(Call call) {
    String id = call.path(SESSION);
    if (!people.sessions().end(call.session(), id, call.by())) {
      throw Faults.absent("session");
    }
    return id.equals(call.session().id())
        ? Answer.none().with(SessionCookie.gone(call))
        : Answer.none();
  }

  private record Ended(int ended) {}

  private Answer endOthers(Call call) {
    return Answer.of(new Ended(people.sessions().endOthers(call.session(), call.by())));
  }

  /// Leaves the organization that the session works in, which ends the session.
  private Answer leave(Call call) {
    var _ =
        Faults.changed(
            people
                .members()
                .remove(
                    call.organization(),
                    call.session().person().id(),
                    OptionalLong.empty(),
                    Actor.person(call.by())),
            "member");
    return Answer.none().with(SessionCookie.gone(call));
  }
}
