package latchkey.doors.manage;

import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.people.Session;
import latchkey.people.Sessions;

/// What somebody is told who is signed in now: besides this there is the cookie.
///
/// @param csrfToken which a change shows in the header `Latchkey-Csrf`
record SignedIn(
    String status,
    SecretText csrfToken,
    PersonShape person,
    Optional<String> organizationId,
    Optional<String> role) {

  /// The answer to who has just been given that token.
  static Answer answer(int status, Sessions sessions, Secret token, Call call) {
    Session session = session(sessions, token, call);
    SignedIn body =
        new SignedIn(
            "signed_in",
            new SecretText(new Secret(session.csrfToken())),
            PersonShape.of(session.person()),
            session.place().map(Session.Place::organizationId),
            session.place().map(place -> place.role().text()));
    return Answer.json(status, body).with(SessionCookie.of(token, call));
  }

  static Session session(Sessions sessions, Secret token, Call call) {
    return sessions
        .find(token, call.now())
        .orElseThrow(() -> Faults.conflict("session_ended", "The session has ended meanwhile."));
  }
}
