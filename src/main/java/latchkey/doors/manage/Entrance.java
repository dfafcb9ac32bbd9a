package latchkey.doors.manage;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.access.Query;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.doors.CredentialHeaders;
import latchkey.doors.Doorway;
import latchkey.doors.RateLimitHeaders;
import latchkey.doors.Refusals;
import latchkey.gate.Ask;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Verdict;
import latchkey.http.Exchange;
import latchkey.http.Problem;
import latchkey.keys.Credential;
import latchkey.people.Session;
import latchkey.people.Session.Place;

/// Who asks, and whether they may: by session cookie or by management key, never by both.
final class Entrance {
  static final String CSRF = "Latchkey-Csrf";

  private final Doorway doorway;
  private final ManageDoor.SignedIn sessions;

  Entrance(Doorway doorway, ManageDoor.SignedIn sessions) {
    this.doorway = doorway;
    this.sessions = sessions;
  }

  /// Goes on with the caller, on the event loop, or refuses.
  void admit(Exchange exchange, Operation operation, Consumer<Caller> then) {
    if (operation.need() instanceof Need.Nothing) {
      then.accept(new Caller.Anonymous());
      return;
    }
    List<String> cookies = exchange.cookies(SessionCookie.NAME).stream().distinct().toList();
    switch (CredentialHeaders.of(exchange)) {
      case CredentialHeaders.Refused(var why) -> throw Refusals.unreadable(why);
      case CredentialHeaders.Present _ when !cookies.isEmpty() ->
          throw Refusals.unreadable("the request carries a key and a session");
      case CredentialHeaders.Present(var credential) ->
          admitKey(exchange, operation, credential, then);
      case CredentialHeaders.Absent _ -> {
        if (cookies.size() > 1) {
          throw Refusals.unreadable("the request carries two different sessions");
        }
        if (cookies.isEmpty()) {
          throw Refusals.unauthenticated();
        }
        admitSession(exchange, operation, new Secret(cookies.getFirst()), then);
      }
    }
  }

  private void admitKey(
      Exchange exchange, Operation operation, Credential credential, Consumer<Caller> then) {
    String permission =
        switch (operation.need()) {
          case Need.Held held ->
              held.permission()
                  .orElseThrow(() -> peopleOnly("Only people may do this, signed in."));
          case Need.SignedIn _ -> throw peopleOnly("Only people may do this, signed in.");
          case Need.Operators _ -> throw peopleOnly("Only an operator may do this, signed in.");
          case Need.Nothing _ -> throw new IllegalStateException("anybody may");
        };
    Ask ask = Ask.of(credential, Query.of(permission), doorway.clientOf(exchange), doorway.now());
    doorway.decide(exchange, ask, verdict -> admit(exchange, operation, ask, verdict, then));
  }

  private static void admit(
      Exchange exchange, Operation operation, Ask ask, Verdict verdict, Consumer<Caller> then) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        RateLimitHeaders.add(exchange, granted.key(), granted.take(), ask.now());
        then.accept(manager(operation, granted.key()));
      }
      case Verdict.Denied denied -> throw Refusals.of(denied, ask);
      case Verdict.Limited limited -> {
        RateLimitHeaders.add(exchange, limited.key(), limited.take(), ask.now());
        RateLimitHeaders.addRetryAfter(exchange, limited.retryAfterMillis());
        exchange.refuse(Refusals.of(limited));
      }
    }
  }

  /// A key of one agent has no business with the rest of the organization.
  private static Caller manager(Operation operation, KeySnapshot key) {
    if (!operation.oneAgent() && key.key().agentId().isPresent()) {
      throw Faults.forbidden(
          "AGENT_NOT_ALLOWED", "A key of one agent does not manage the organization.");
    }
    return new Caller.Manager(key);
  }

  private void admitSession(
      Exchange exchange, Operation operation, Secret token, Consumer<Caller> then) {
    exchange.offLoop(
        () -> {
          try {
            Session session =
                sessions
                    .find(token, doorway.now())
                    .orElseThrow(
                        () ->
                            Problem.of(
                                401, "SESSION_ENDED", "The session is over: sign in again."));
            if (operation.writes()) {
              requireMeant(exchange, session);
            }
            return caller(operation.need(), session);
          } catch (DatabaseException e) {
            throw Faults.of(e);
          }
        },
        then);
  }

  /// The caller that somebody who is signed in is to an operation, or why they are none.
  static Caller caller(Need need, Session session) {
    return switch (need) {
      case Need.Nothing _ -> new Caller.Anonymous();
      case Need.SignedIn _ -> new Caller.Person(session);
      case Need.Operators _ -> {
        if (!session.person().operator()) {
          throw missingRight("Only an operator may do this.");
        }
        yield new Caller.Operator(session);
      }
      case Need.Held held -> member(held, session);
    };
  }

  private static Caller member(Need.Held held, Session session) {
    Place place =
        session
            .place()
            .orElseThrow(
                () ->
                    Faults.forbidden("no_organization", "Enter one of your organizations first."));
    if (place.suspended()) {
      throw Faults.forbidden("ORGANIZATION_SUSPENDED", "The organization is suspended.");
    }
    if (!place.role().holds(held.right())) {
      throw missingRight("Your role, %s, may not do this.".formatted(place.role().text()))
          .with("right", held.right().name());
    }
    return new Caller.Member(session, place);
  }

  /// A browser sends the cookie with whatever request a page makes, so a change also shows what
  /// only our own pages know, or that it comes from one of them.
  private static void requireMeant(Exchange exchange, Session session) {
    boolean shown =
        exchange.header(CSRF).filter(token -> token.equals(session.csrfToken())).isPresent();
    if (!shown && !fromHere(exchange)) {
      throw Faults.forbidden(
          "csrf_required",
          "A change by session needs its csrf token in the header %s, or our own Origin."
              .formatted(CSRF));
    }
  }

  private static boolean fromHere(Exchange exchange) {
    List<String> origins = exchange.headers("Origin");
    Optional<String> host = exchange.header("Host");
    if (origins.size() != 1 || host.isEmpty()) {
      return false;
    }
    try {
      String authority = URI.create(origins.getFirst()).getRawAuthority();
      return authority != null
          && authority.toLowerCase(Locale.ROOT).equals(host.get().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Problem peopleOnly(String why) {
    return Faults.forbidden("people_only", why);
  }

  private static Problem missingRight(String why) {
    return Faults.forbidden("missing_right", why);
  }
}
