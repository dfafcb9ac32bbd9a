package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.people.Power.Deed;

/// How people come to an organization. Who has an invitation's token may join as its address;
/// where mail is sent, only that address gets it, else whoever invites passes the link on.
public final class Invitations {
  private static final String RESOURCE = "Invitation";

  private final Database database;
  private final SecureRandom random;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Post post;
  private final Duration valid;
  private final LongSupplier clock;

  public Invitations(
      Database database,
      SecureRandom random,
      Sessions sessions,
      Passwords passwords,
      Post post,
      Duration valid,
      LongSupplier clock) {
    this.database = database;
    this.random = random;
    this.sessions = sessions;
    this.passwords = passwords;
    this.post = post;
    this.valid = valid;
    this.clock = clock;
  }

  /// How the link gets to them.
  public sealed interface Delivery {
    record Mailed() implements Delivery {}

    /// The mail server did not take it: it can be sent again.
    record NotMailed() implements Delivery {}

    /// No mail is set up here: whoever invites passes it on.
    record Link(Secret url) implements Delivery {}
  }

  public record Sent(Invitation invitation, Delivery delivery) {}

  /// What somebody sees before they accept.
  ///
  /// @param account whether there is an account with that address, with which they accept
  public record Preview(String organization, Email email, Role role, boolean account) {}

  /// Who somebody says they are when they join.
  public record Newcomer(String firstName, String lastName, Secret password) {}

  public Outcome<Sent> invite(String org, Email email, Role role, Actor actor) {
    Secret token = Token.random(random);
    Outcome<Invitation> made =
        database.write(
            tx ->
                OrganizationTable.lock(tx, org)
                    ? invite(tx, org, email, role, actor, token)
                    : Outcome.absent());
    return made.map(invitation -> new Sent(invitation, deliver(invitation, token)));
  }

  private Outcome<Invitation> invite(
      Tx tx, String org, Email email, Role role, Actor actor, Secret token) {
    Optional<Refusal> refusal =
        Members.power(tx.handle(), org, actor)
            .refusal(new Deed.Invite(role))
            .or(() -> inTheWay(tx, org, email, role));
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    Invitation invitation =
        new Invitation(
            Ids.next("invitation", tx.now(), random),
            org,
            email,
            role,
            actor.by().name(),
            tx.now(),
            tx.now() + valid.toMillis(),
            1);
    InvitationTable.find(tx.handle(), org, email) // one that has expired
        .ifPresent(old -> InvitationTable.delete(tx, old));
    InvitationTable.insert(tx, invitation, Token.digest(token), post.sends(), actor.by().id());
    AuditLog.append(
        tx,
        org,
        actor.by(),
        Event.create(
            RESOURCE,
            invitation.id(),
            "Invited %s as %s".formatted(email, role.text()),
            facts(invitation)));
    return Outcome.changed(invitation);
  }

  private static Optional<Refusal> inTheWay(Tx tx, String org, Email email, Role role) {
    if (role == Role.OWNER && MemberTable.hasOwner(tx.handle(), org)) {
      return Optional.of(Refusal.HAS_AN_OWNER);
    }
    boolean member =
        PersonTable.find(tx.handle(), email)
            .flatMap(person -> MemberTable.find(tx.handle(), org, person.id()))
            .isPresent();
    if (member) {
      return Optional.of(Refusal.ALREADY_A_MEMBER);
    }
    return InvitationTable.find(tx.handle(), org, email)
        .filter(invitation -> invitation.expiresAt() > tx.now())
        .map(_ -> Refusal.ALREADY_INVITED);
  }

  /// Sends it again, with a new link; the one that was sent before is worth nothing any more.
  public Outcome<Sent> resend(String org, String id, OptionalLong version, Actor actor) {
    Secret token = Token.random(random);
    Outcome<Invitation> renewed =
        judged(
            org,
            id,
            version,
            actor,
            Deed.Invite::new,
            (tx, invitation) -> {
              InvitationTable.renew(
                  tx, invitation, Token.digest(token), post.sends(), tx.now() + valid.toMillis());
              Invitation after = InvitationTable.find(tx.handle(), org, id).orElseThrow();
              AuditLog.append(
                  tx,
                  org,
                  actor.by(),
                  Event.update(
                      RESOURCE,
                      id,
                      "Sent the invitation of %s again".formatted(after.email()),
                      facts(invitation),
                      facts(after)));
              return after;
            });
    return renewed.map(invitation -> new Sent(invitation, deliver(invitation, token)));
  }

  public Outcome<Invitation> revoke(String org, String id, OptionalLong version, Actor actor) {
    return judged(
        org,
        id,
        version,
        actor,
        Deed.Withdraw::new,
        (tx, invitation) -> {
          InvitationTable.delete(tx, invitation);
          AuditLog.append(
              tx,
              org,
              actor.by(),
              Event.delete(
                  RESOURCE,
                  id,
                  "Revoked the invitation of " + invitation.email(),
                  facts(invitation)));
          return invitation;
        });
  }

  private interface Work {
    Invitation on(Tx tx, Invitation invitation);
  }

  private Outcome<Invitation> judged(
      String org,
      String id,
      OptionalLong version,
      Actor actor,
      Function<Role, Deed> deed,
      Work work) {
    return database.write(
        tx -> {
          Optional<Invitation> found =
              OrganizationTable.lock(tx, org)
                  ? InvitationTable.find(tx.handle(), org, id)
                  : Optional.empty();
          if (found.isEmpty()) {
            return Outcome.absent();
          }
          long current = found.get().version();
          if (version.isPresent() && version.getAsLong() != current) {
            return new Outcome.Stale<>(current);
          }
          return Members.power(tx.handle(), org, actor)
              .refusal(deed.apply(found.get().role()))
              .map(Outcome::<Invitation>refused)
              .orElseGet(() -> Outcome.changed(work.on(tx, found.get())));
        });
  }

  /// A page of them: those with an address after `after`.
  public List<Invitation> list(String org, Optional<String> after, int most) {
    return database.read(handle -> InvitationTable.list(handle, org, after.orElse(""), most));
  }

  public Optional<Invitation> find(String org, String id) {
    return database.read(handle -> InvitationTable.find(handle, org, id));
  }

  public Optional<Preview> preview(Secret token, long now) {
    return database.read(
        handle ->
            InvitationTable.find(handle, Token.digest(token), now)
                .map(InvitationTable.Found::invitation)
                .map(
                    invitation ->
                        new Preview(
                            OrganizationTable.find(handle, invitation.organizationId())
                                .orElseThrow()
                                .name(),
                            invitation.email(),
                            invitation.role(),
                            PersonTable.find(handle, invitation.email()).isPresent())));
  }

  /// Joins as somebody new, who is signed in with that.
  public Outcome<Sessions.Opened> accept(Secret token, Newcomer newcomer, Origin origin) {
    Optional<Refusal> weak = Passwords.weakness(newcomer.password());
    if (weak.isPresent()) {
      return Outcome.refused(weak.get());
    }
    // before the hash is made, which costs more than a guess should
    if (preview(token, clock.getAsLong()).isEmpty()) {
      return Outcome.refused(Refusal.USED_OR_EXPIRED);
    }
    String hash = passwords.hash(newcomer.password());
    return accepted(
        token,
        (tx, found) -> {
          Invitation invitation = found.invitation();
          if (PersonTable.find(tx.handle(), invitation.email()).isPresent()) {
            return Outcome.refused(Refusal.SIGN_IN_FIRST);
          }
          Person person =
              new Person(
                  Ids.next("person", tx.now(), random),
                  invitation.email(),
                  newcomer.firstName(),
                  newcomer.lastName(),
                  /* operator= */ false,
                  1);
          PersonTable.insert(tx, person, found.mailed());
          CredentialTable.setPassword(tx, person.id(), hash);
          Optional<Refusal> refusal = join(tx, invitation, person, origin);
          if (refusal.isPresent()) {
            throw new Unjoined(refusal.get());
          }
          return Outcome.changed(
              sessions.open(tx, person, Optional.of(invitation.organizationId()), origin));
        });
  }

  /// Joins as who is signed in, whose session goes on there under a new token.
  public Outcome<Secret> accept(Secret token, Session session, Origin origin) {
    Outcome<String> joined =
        accepted(
            token,
            (tx, found) -> {
              Invitation invitation = found.invitation();
              Person person = session.person();
              if (!person.email().equals(invitation.email())) {
                return Outcome.refused(Refusal.OTHER_ADDRESS);
              }
              return join(tx, invitation, person, origin)
                  .map(Outcome::<String>refused)
                  .orElseGet(() -> Outcome.changed(invitation.organizationId()));
            });
    return switch (joined) {
      case Outcome.Changed<String>(String org) -> sessions.enter(session, org);
      case Outcome.Absent<String>() -> Outcome.absent();
      case Outcome.Stale<String>(long version) -> new Outcome.Stale<>(version);
      case Outcome.Refused<String>(Refusal why) -> Outcome.refused(why);
    };
  }

  /// Somebody who turned out not to be allowed in after they were made: the transaction ends.
  private static final class Unjoined extends RuntimeException {
    private final Refusal why;

    Unjoined(Refusal why) {
      super(why.text());
      this.why = why;
    }
  }

  private interface Joining<T> {
    Outcome<T> as(Tx tx, InvitationTable.Found found);
  }

  private <T> Outcome<T> accepted(Secret token, Joining<T> joining) {
    byte[] digest = Token.digest(token);
    try {
      return database.write(
          tx -> {
            Optional<InvitationTable.Found> found =
                InvitationTable.find(tx.handle(), digest, tx.now())
                    .filter(seen -> OrganizationTable.lock(tx, seen.invitation().organizationId()))
                    // again, for somebody may have taken it before the lock
                    .flatMap(_ -> InvitationTable.find(tx.handle(), digest, tx.now()));
            return found.isPresent()
                ? joining.as(tx, found.get())
                : Outcome.refused(Refusal.USED_OR_EXPIRED);
          });
    } catch (Unjoined e) {
      return Outcome.refused(e.why);
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.CONFLICT) { // two at once made the same account
        return Outcome.refused(Refusal.SIGN_IN_FIRST);
      }
      throw e;
    }
  }

  private static Optional<Refusal> join(
      Tx tx, Invitation invitation, Person person, Origin origin) {
    String org = invitation.organizationId();
    if (MemberTable.find(tx.handle(), org, person.id()).isPresent()) {
      return Optional.of(Refusal.ALREADY_A_MEMBER);
    }
    if (invitation.role() == Role.OWNER && MemberTable.hasOwner(tx.handle(), org)) {
      return Optional.of(Refusal.HAS_AN_OWNER);
    }
    InvitationTable.delete(tx, invitation);
    MemberTable.insert(tx, org, person.id(), invitation.role());
    AuditLog.append(
        tx,
        org,
        By.person(person.id(), person.name(), origin),
        Event.create(
            Members.RESOURCE,
            person.id(),
            "Joined as " + invitation.role().text(),
            Facts.of(MemberTable.find(tx.handle(), org, person.id()).orElseThrow())));
    return Optional.empty();
  }

  private Delivery deliver(Invitation invitation, Secret token) {
    Secret link = post.link("/invitation", token);
    if (!post.sends()) {
      return new Delivery.Link(link);
    }
    String organization =
        database.read(
            handle ->
                OrganizationTable.find(handle, invitation.organizationId()).orElseThrow().name());
    boolean sent =
        post.send(
            invitation.email(),
            "Invitation to " + oneLine(organization),
            """
            %s invites you to %s on Latchkey, as %s.

            To accept, open this link before %s:
            %s

            If you did not expect this, ignore it.
            """
                .formatted(
                    invitation.invitedBy(),
                    organization,
                    invitation.role().text(),
                    Instant.ofEpochMilli(invitation.expiresAt()),
                    link.reveal()));
    return sent ? new Delivery.Mailed() : new Delivery.NotMailed();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{C}", " ");
  }

  private static String facts(Invitation invitation) {
    return Facts.json(
        "email", invitation.email().text(),
        "role", invitation.role().text(),
        "expiresAt", Instant.ofEpochMilli(invitation.expiresAt()).toString());
  }
}
