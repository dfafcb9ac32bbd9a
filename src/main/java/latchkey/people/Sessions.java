package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Ids;
import latchkey.db.Tx;

/// Who is signed in. A session is a token of 256 random bits, of which only the SHA-256 is kept;
/// each request reads it anew, so one that was ended is over at once.
public final class Sessions {
  static final String RESOURCE = "Session";

  private final Database database;
  private final SecureRandom random;
  private final Rules rules;

  /// When sessions end by themselves.
  ///
  /// @param idle after which a session ends that nobody uses
  /// @param absolute after which any session ends
  public record Rules(Duration idle, Duration absolute) {
    public static final Rules DEFAULT = new Rules(Duration.ofDays(7), Duration.ofDays(30));

    /// How old the note of when somebody was last there may be before it is renewed.
    long grainMillis() {
      return Math.min(60_000, idle.toMillis() / 10);
    }

    long seenAfter(long now) {
      return now - idle.toMillis();
    }
  }

  /// A session at the only moment at which its token is known here.
  public record Opened(String sessionId, Secret token) {}

  public Sessions(Database database, SecureRandom random, Rules rules) {
    this.database = database;
    this.random = random;
    this.rules = rules;
  }

  /// Who that token is; nobody when it is unknown, over, or of a member who was suspended.
  public Optional<Session> find(Secret token, long now) {
    Optional<SessionTable.Found> found =
        database.read(
            handle -> SessionTable.find(handle, Token.digest(token), now, rules.seenAfter(now)));
    return found
        .filter(session -> !session.out())
        .map(
            session -> {
              if (now - session.lastSeen() > rules.grainMillis()) {
                noteSeen(session.id());
              }
              return new Session(
                  session.id(),
                  session.person(),
                  session.place(),
                  csrfToken(token),
                  session.createdAt());
            });
  }

  private void noteSeen(String id) {
    try {
      database.write(
          tx -> {
            SessionTable.seen(tx, id);
            return true;
          });
    } catch (DatabaseException _) {
      // a disk that is full ends no session
    }
  }

  /// Derived, so that it needs no column and who reads the database does not learn it.
  private static String csrfToken(Secret token) {
    return Token.text(Token.digest(token, "csrf"));
  }

  /// Opens one in that organization of theirs.
  Opened open(Tx tx, Person person, Optional<String> org, Origin origin) {
    SessionTable.forget(tx);
    Secret token = Token.random(random);
    String id = Ids.next("session", tx.now(), random);
    SessionTable.insert(
        tx,
        id,
        Token.digest(token),
        person.id(),
        org,
        origin,
        tx.now() + rules.absolute().toMillis());
    AuditLog.append(
        tx,
        org.orElse(AuditLog.INSTALLATION),
        By.person(person.id(), person.name(), origin),
        Event.of(Action.LOGIN, RESOURCE, id, "Signed in"));
    return new Opened(id, token);
  }

  /// Gives the session a new token; the old one is over.
  Secret rotate(Tx tx, Session session) {
    Secret token = Token.random(random);
    var _ =
        SessionTable.move(
            tx,
            session.person().id(),
            session.id(),
            session.place().map(Session.Place::organizationId),
            Token.digest(token));
    return token;
  }

  /// The same session under a new token, after what its person may do has changed.
  public Secret rotate(Session session) {
    return database.write(tx -> rotate(tx, session));
  }

  /// Goes on in another organization of theirs, under a new token.
  public Outcome<Secret> enter(Session session, String org) {
    Secret token = Token.random(random);
    return database.write(
        tx ->
            MemberTable.find(tx.handle(), org, session.person().id())
                    .filter(member -> member.status() == Member.Status.ACTIVE)
                    .filter(
                        _ ->
                            SessionTable.move(
                                tx,
                                session.person().id(),
                                session.id(),
                                Optional.of(org),
                                Token.digest(token)))
                    .isPresent()
                ? Outcome.changed(token)
                : Outcome.absent());
  }

  public List<Session.Listed> list(String person, long now) {
    return database.read(handle -> SessionTable.list(handle, person, now, rules.seenAfter(now)));
  }

  /// Signs out: this session, or another one of the same person. Says whether there was one.
  public boolean end(Session session, String id, By by) {
    return database.write(
        tx -> {
          if (!SessionTable.end(tx, session.person().id(), id)) {
            return false;
          }
          String what = id.equals(session.id()) ? "Signed out" : "Ended another session";
          audit(tx, session, id, what, by);
          return true;
        });
  }

  /// Ends all sessions of the person but this one; says how many.
  public int endOthers(Session session, By by) {
    return database.write(
        tx -> {
          int ended = SessionTable.endAll(tx, session.person().id(), Optional.of(session.id()));
          audit(tx, session, session.id(), "Ended all other sessions, " + ended, by);
          return ended;
        });
  }

  private static void audit(Tx tx, Session session, String id, String description, By by) {
    AuditLog.append(tx, home(session), by, Event.of(Action.LOGOUT, RESOURCE, id, description));
  }

  /// Whose audit entries tell what somebody does about themselves.
  static String home(Session session) {
    return session.place().map(Session.Place::organizationId).orElse(AuditLog.INSTALLATION);
  }
}
