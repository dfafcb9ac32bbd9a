package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.Notices;
import latchkey.keys.Validity;
import latchkey.mail.Mailer;
import latchkey.people.Actor;
import latchkey.people.Mailbox;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Mail about keys that will expire, handed in at a real mail server.
class ExpiryMailTest {
  private final long now = System.currentTimeMillis();
  private final Instant end = Instant.ofEpochMilli(now).plus(Duration.ofHours(6 * 24 + 12));
  private final TestServer server = TestServer.start();
  private final Mailbox mailbox = new Mailbox();

  @AfterEach
  void close() {
    server.close();
    mailbox.close();
  }

  private Notices notices() {
    return server.server().rooms().keyRoom().notices();
  }

  private IssuedKey expiring(String name) {
    return server
        .keys()
        .issue(
            KeyDraft.of(server.organization(), name, List.of("contacts.read"))
                .valid(Validity.until(end.toEpochMilli())),
            By.system("test"));
  }

  private int deliver(Mailer mailer) {
    Rooms rooms = server.server().rooms();
    return notices()
        .deliver(new ExpiryMail(mailer, rooms.organizations(), rooms.people().members()), now);
  }

  /// What came, by who got it.
  private Map<String, MimeMessage> received() throws Exception {
    Map<String, MimeMessage> mails = new TreeMap<>();
    while (mails.size() < mailbox.received()) {
      MimeMessage mail = mailbox.next();
      mails.put(GreenMailUtil.getAddressList(mail.getAllRecipients()), mail);
    }
    return mails;
  }

  /// As the organization, whose time zone is UTC, reads it.
  private static String shown(Instant time) {
    return DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm '(UTC)'", Locale.ENGLISH)
        .format(time.atOffset(ZoneOffset.UTC));
  }

  @Test
  void thoseWhoManageKeysAreWrittenToOnce() throws Exception {
    IssuedKey key = expiring("Nightly \"sync\" ✓");
    server.people().member(server.organization(), "resting", Role.ADMIN);
    Actor owner = Actor.person(By.person(server.data().owner().id(), "Olivia", Origin.NONE));
    var _ =
        server
            .server()
            .rooms()
            .people()
            .members()
            .suspend(server.organization(), "resting", OptionalLong.empty(), owner);
    int _ = notices().write();

    assertThat(deliver(mailbox.mailer())).isEqualTo(1);
    assertThat(deliver(mailbox.mailer())).isZero();
    Map<String, MimeMessage> mails = received();
    assertThat(mails).containsOnlyKeys("adam@northwind.example", "olivia@northwind.example");
    MimeMessage mail = mails.values().iterator().next();
    assertThat(mail.getSubject()).isEqualTo("API key \"Nightly \"sync\" ✓\" expires within 7 days");
    assertThat(mail.getContent().toString())
        .contains(key.key().apiKey(), "Northwind Agents", shown(end))
        .doesNotContain(key.text().apiSecret().reveal());
  }

  @Test
  void whatTheMailServerDidNotTakeIsSentWhenItDoes() throws Exception {
    var _ = expiring("Sync");
    int _ = notices().write();
    Mailbox gone = new Mailbox();
    Mailer nowhere = gone.mailer();
    gone.close();
    assertThat(deliver(nowhere)).isZero();
    assertThat(deliver(mailbox.mailer())).isEqualTo(1);
    assertThat(received()).hasSize(2);
  }
}
