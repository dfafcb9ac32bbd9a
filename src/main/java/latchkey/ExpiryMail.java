package latchkey;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.keys.Key;
import latchkey.keys.Notice;
import latchkey.mail.Letter;
import latchkey.mail.Mailer;
import latchkey.mail.Mailer.NotSent;
import latchkey.people.Member;
import latchkey.people.Members;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// Writes to those of an organization who manage its keys that one of these will expire.
final class ExpiryMail implements Consumer<Notice> {
  private static final int PAGE = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm (VV)", Locale.ENGLISH);

  private final Mailer mailer;
  private final Organizations organizations;
  private final Members members;

  ExpiryMail(Mailer mailer, Organizations organizations, Members members) {
    this.mailer = mailer;
    this.organizations = organizations;
    this.members = members;
  }

  /// Fails if nobody could be written to; one who was reached is enough.
  @Override
  public void accept(Notice notice) {
    Organization organization = organizations.find(notice.key().organizationId()).orElseThrow();
    List<String> failures = new ArrayList<>();
    int sent = 0;
    for (Member member : managers(organization.id())) {
      try {
        mailer.send(letter(member, notice, organization));
        sent++;
      } catch (NotSent e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    if (sent == 0 && !failures.isEmpty()) {
      throw new IllegalStateException(failures.getFirst());
    }
  }

  private List<Member> managers(String organization) {
    List<Member> managers = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      List<Member> page = members.list(organization, after, PAGE);
      page.stream()
          .filter(member -> member.status() == Member.Status.ACTIVE)
          .filter(member -> member.role().holds(Right.KEYS_MANAGE))
          .forEach(managers::add);
      after = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().email().text());
    } while (after.isPresent());
    return managers;
  }

  private static Letter letter(Member member, Notice notice, Organization organization) {
    Key key = notice.key();
    String when =
        Instant.ofEpochMilli(notice.expiresAt()).atZone(organization.timeZone()).format(TIME);
    String name = key.terms().name().replaceAll("\\p{Cntrl}", " ");
    return new Letter(
        member.email().text(),
        "API key \"%s\" expires within %s"
            .formatted(name, notice.days() == 1 ? "a day" : notice.days() + " days"),
        """
        The API key "%s" (%s) of %s expires on %s.

        What uses it is refused from then on. Move its end or, if it is to be replaced, rotate it or
        make another one in time.
        """
            .formatted(name, key.apiKey(), organization.name(), when));
  }
}
