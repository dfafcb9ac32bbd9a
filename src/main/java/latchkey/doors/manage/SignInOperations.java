package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.people.Accounts.LinkRequest;
import latchkey.people.Email;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.People;
import latchkey.people.Setup.Founding;
import latchkey.people.SignIn.CodeRequest;
import latchkey.people.SignIn.Step;

/// `/api/v1/setup`, `/api/v1/sign-in/…` and `/api/v1/sign-out`: the way in, and out.
public final class SignInOperations {
  private static final String SETUP = "/api/v1/setup";
  private static final String SIGN_IN = "/api/v1/sign-in";
  private static final long SECOND_MILLIS = 1_000;

  private final People people;
  private final String keyPrefix;

  /// @param keyPrefix of the first organization's keys, where nobody says another
  public SignInOperations(People people, String keyPrefix) {
    this.people = people;
    this.keyPrefix = keyPrefix;
  }

  public List<Operation> operations() {
    Need nothing = new Need.Nothing();
    return List.of(
        Operation.get(SETUP, nothing, this::setupState),
        Operation.post(SETUP, nothing, this::setup),
        Operation.post(SIGN_IN + "/password", nothing, this::password),
        Operation.post(SIGN_IN + "/code-request", nothing, this::requestCode),
        Operation.post(SIGN_IN + "/code", nothing, this::code),
        Operation.post(SIGN_IN + "/second-factor", nothing, this::secondFactor),
        Operation.post(SIGN_IN + "/reset-request", nothing, this::requestReset),
        Operation.post(SIGN_IN + "/reset", nothing, this::reset),
        Operation.post("/api/v1/sign-out", new Need.SignedIn(), this::signOut));
  }

  /// @param mail whether codes and links can be mailed
  private record SetupState(boolean open, boolean mail) {}

  private Answer setupState(Call call) {
    return Answer.of(new SetupState(people.setup().open(), people.setup().mail()));
  }

  private record SetupBody(
      SecretText token,
      String email,
      String firstName,
      String lastName,
      SecretText password,
      String organization,
      Optional<String> keyPrefix) {}

  private Answer setup(Call call) {
    SetupBody body = call.body(SetupBody.class);
    var opened =
        Faults.checked(
            () ->
                people
                    .setup()
                    .complete(
                        body.token.secret(),
                        new Email(body.email),
                        new Newcomer(body.firstName, body.lastName, body.password.secret()),
                        new Founding(body.organization, body.keyPrefix.orElse(keyPrefix)),
                        call.origin()));
    return SignedIn.answer(201, people.sessions(), Faults.changed(opened, "setup").token(), call);
  }

  private record PasswordBody(String email, SecretText password) {}

  private Answer password(Call call) {
    PasswordBody body = call.body(PasswordBody.class);
    Email email = Faults.checked(() -> new Email(body.email));
    return answer(people.signIn().password(email, body.password.secret(), call.origin()), call);
  }

  private record EmailBody(String email) {}

  private record Ticket(SecretText ticket) {}

  private Answer requestCode(Call call) {
    EmailBody body = call.body(EmailBody.class);
    Email email = Faults.checked(() -> new Email(body.email));
    return switch (people.signIn().requestCode(email, call.origin())) {
      case CodeRequest.Sent(var ticket) -> Answer.of(new Ticket(new SecretText(ticket)));
      case CodeRequest.NoMail _ -> throw noMail();
      case CodeRequest.TooMany(long wait) -> throw tooMany(wait);
    };
  }

  private record CodeBody(SecretText ticket, String code) {}

  private Answer code(Call call) {
    CodeBody body = call.body(CodeBody.class);
    return answer(people.signIn().code(body.ticket.secret(), body.code, call.origin()), call);
  }

  private Answer secondFactor(Call call) {
    CodeBody body = call.body(CodeBody.class);
    return answer(
        people.signIn().secondFactor(body.ticket.secret(), body.code, call.origin()), call);
  }

  private record SecondFactorWanted(String status, SecretText ticket) {}

  /// Goes on with somebody who has proved in another way to be that person.
  ///
  /// @param strong whether by two factors at once
  Answer proved(String personId, boolean strong, Call call) {
    return answer(people.signIn().proved(personId, strong, call.origin()), call);
  }

  /// What somebody is told who has come that far.
  public Answer answer(Step step, Call call) {
    return switch (step) {
      case Step.In(_, var session) ->
          SignedIn.answer(200, people.sessions(), session.token(), call);
      case Step.SecondFactor(var ticket) ->
          Answer.of(new SecondFactorWanted("second_factor", new SecretText(ticket)));
      case Step.Wrong _ -> throw wrong();
      case Step.TooMany(long wait) -> throw tooMany(wait);
      case Step.NotAMember _ ->
          throw Faults.forbidden(
              "not_a_member", "You are not an active member of any organization.");
    };
  }

  private Answer requestReset(Call call) {
    EmailBody body = call.body(EmailBody.class);
    Email email = Faults.checked(() -> new Email(body.email));
    return switch (people.accounts().requestReset(email, call.origin())) {
      case LinkRequest.SENT -> Answer.none();
      case LinkRequest.NO_MAIL -> throw noMail();
      case LinkRequest.TOO_MANY -> throw tooMany(60 * SECOND_MILLIS);
    };
  }

  private record ResetBody(SecretText token, SecretText password) {}

  private Answer reset(Call call) {
    ResetBody body = call.body(ResetBody.class);
    var _ =
        Faults.changed(
            people.accounts().reset(body.token.secret(), body.password.secret(), call.origin()),
            "account");
    return Answer.none();
  }

  private Answer signOut(Call call) {
    var _ = people.sessions().end(call.session(), call.session().id(), call.by());
    return Answer.none().with(SessionCookie.gone(call));
  }

  private static Problem noMail() {
    return Faults.conflict(
        "no_mail",
        "This server sends no mail: sign in with your password, or ask its operator to set smtp-url.");
  }

  static Problem wrong() {
    return Problem.of(401, "sign_in_failed", "That does not prove who you are.");
  }

  static Problem tooMany(long waitMillis) {
    long seconds = (waitMillis + SECOND_MILLIS - 1) / SECOND_MILLIS;
    return Problem.of(429, "too_many_attempts", "Too many attempts: wait, then try again.")
        .withHeader("Retry-After", String.valueOf(seconds));
  }
}
