package latchkey.people;

import static latchkey.people.Town.ACME;
import static latchkey.people.Town.HERE;
import static latchkey.people.Town.PASSWORD;
import static latchkey.people.Town.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import latchkey.audit.By;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.db.TestDatabases;
import latchkey.people.Invitations.Delivery;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.Outcome.Changed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A change among people and its audit entry are one transaction: where the entry, which comes
/// last, cannot be written, nothing of the change stays.
class WholeChangesTest {
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final By BY = By.person("owner", "owner", HERE);
  private static final List<String> TABLES =
      List.of(
          "organization", "person", "recovery_code", "member", "invitation", "session", "one_time");

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void aChangeWithoutItsEntryDoesNotHappen(TestDatabases engine) {
    try (Town town = new Town(engine)) {
      Map<String, ThrowingCallable> changes = changes(town);
      town.database.write(
          tx -> tx.handle().execute("ALTER TABLE audit_entry RENAME TO audit_entry_lost"));
      Map<String, List<String>> before = everything(town);
      changes.forEach(
          (what, change) -> {
            assertThatThrownBy(change).as(what).isInstanceOf(DatabaseException.class);
            assertThat(everything(town)).as(what).isEqualTo(before);
          });
    }
  }

  private static Map<String, ThrowingCallable> changes(Town town) {
    town.givePassword("owner");
    Secret setup = behindTheHash(town.setup.link().orElseThrow());
    Session session = town.session(town.signIn("owner"));
    var sent =
        (Changed<Invitations.Sent>)
            town.invitations.invite(
                ACME, new Email("ann@example.com"), Role.VIEWER, as(Role.OWNER));
    Invitation invitation = sent.value().invitation();
    Secret token = behindTheHash(((Delivery.Link) sent.value().delivery()).url());
    Newcomer ann = new Newcomer("Ann", "Lee", PASSWORD);
    Email bob = new Email("bob@example.com");
    Map<String, ThrowingCallable> changes = new LinkedHashMap<>();
    changes.put(
        "role", () -> town.members.changeRole(ACME, "viewer", ANY, Role.MEMBER, as(Role.OWNER)));
    changes.put("suspend", () -> town.members.suspend(ACME, "viewer", ANY, as(Role.OWNER)));
    changes.put("remove", () -> town.members.remove(ACME, "viewer", ANY, as(Role.OWNER)));
    changes.put("hand over", () -> town.members.handOver(ACME, "admin", as(Role.OWNER)));
    changes.put("invite", () -> town.invitations.invite(ACME, bob, Role.VIEWER, as(Role.OWNER)));
    changes.put("resend", () -> town.invitations.resend(ACME, invitation.id(), ANY, as(Role.OWNER)));
    changes.put("revoke", () -> town.invitations.revoke(ACME, invitation.id(), ANY, as(Role.OWNER)));
    changes.put("accept", () -> town.invitations.accept(token, ann, HERE));
    changes.put(
        "sign in", () -> town.signIn(Optional.empty()).proved("owner", /* strong= */ true, HERE));
    changes.put("sign out", () -> town.sessions.end(session, session.id(), BY));
    changes.put("end others", () -> town.sessions.endOthers(session, BY));
    changes.put("rename", () -> town.accounts.rename(session, ANY, "A", "B", BY));
    changes.put(
        "password",
        () ->
            town.accounts.changePassword(
                session, Optional.of(PASSWORD), new Secret("another fine password"), BY));
    changes.put(
        "set up",
        () ->
            town.setup.complete(
                setup,
                bob,
                new Newcomer("B", "B", PASSWORD),
                new Setup.Founding("New", "lk"),
                HERE));
    changes.put(
        "suspend the organization",
        () -> town.organizations.setStatus(ACME, Organization.Status.SUSPENDED, BY));
    return changes;
  }

  private static Secret behindTheHash(Secret link) {
    return new Secret(link.reveal().substring(link.reveal().indexOf('#') + 1));
  }

  private static Map<String, List<String>> everything(Town town) {
    return town.database.read(
        handle -> {
          Map<String, List<String>> rows = new TreeMap<>();
          for (String table : TABLES) {
            rows.put(
                table,
                handle
                    .createQuery("SELECT * FROM " + table)
                    .mapToMap()
                    .map(WholeChangesTest::text)
                    .list()
                    .stream()
                    .sorted()
                    .toList());
          }
          return rows;
        });
  }

  private static String text(Map<String, Object> row) {
    Map<String, Object> readable = new TreeMap<>(row);
    readable.replaceAll(
        (_, value) -> value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
    return readable.toString();
  }
}
