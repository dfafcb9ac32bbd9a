package latchkey.keys;

import static latchkey.keys.TestBy.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class NoticesTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ACME = "org_acme";
  private static final long DAY = 86_400_000L;
  private static final long END = 100 * DAY;

  @Parameter TestDatabases engine;
  private final List<String> told = new ArrayList<>();
  private Database database;
  private Keys keys;
  private Notices notices;
  private long now;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    new Organizations(database, _ -> {}).create(Organization.named(ACME, "Acme", "acme"));
    keys = new Keys(database, Keyset.generate(RANDOM), RANDOM, _ -> {});
    notices = new Notices(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PublicId issue(String name, Validity validity) {
    return keys.issue(KeyDraft.of(ACME, name, List.of("contacts.read")).valid(validity), ANN)
        .key()
        .id();
  }

  private void tell(long time) {
    now = time;
    int _ = notices.write();
    int _ = notices.deliver(this::hear, now);
  }

  private void hear(Notice notice) {
    told.add(notice.key().terms().name() + " " + notice.days());
  }

  @Test
  void eachNoticeIsToldOnceHoweverOftenOneLooks() {
    issue("ends", Validity.until(END));
    issue("lasts", Validity.UNBOUNDED);
    tell(END - 31 * DAY);
    assertThat(told).isEmpty();
    for (long before : new long[] {30 * DAY, 29 * DAY, 7 * DAY, 6 * DAY, DAY, 1, 0}) {
      tell(END - before);
      tell(END - before);
    }
    assertThat(told).containsExactly("ends 30", "ends 7", "ends 1");
  }

  @Test
  void whatWasMissedOrHasLittleTimeGetsOnlyTheNoticeWhoseTimeItIs() {
    issue("ends", Validity.until(END));
    tell(END - 3 * DAY); // the program did not run before
    now = END - 2 * DAY;
    issue("short", Validity.until(END));
    tell(now);
    assertThat(told).containsExactly("ends 7", "short 7");
  }

  @Test
  void aMovedEndIsToldOfAgain() {
    PublicId id = issue("moved", Validity.until(END));
    tell(END - 7 * DAY);
    var _ =
        keys.change(
            Scope.of(ACME),
            id,
            OptionalLong.empty(),
            terms -> terms.valid(Validity.until(END + DAY)),
            Ceiling.none(),
            ANN);
    tell(END - 6 * DAY);
    assertThat(told).containsExactly("moved 7", "moved 7");
  }

  @Test
  void ofWhatIsRevokedOrDeletedNobodyIsTold() {
    PublicId revoked = issue("revoked", Validity.until(END));
    PublicId deleted = issue("deleted", Validity.until(END));
    now = END - DAY;
    assertThat(notices.write()).isEqualTo(2);
    var _ = keys.revoke(ACME, revoked, RevocationReason.SUPERSEDED, ANN);
    var _ = keys.delete(ACME, deleted, ANN);
    tell(now);
    assertThat(told).isEmpty();
  }

  @Test
  void aDeliveryThatFailsIsTriedAgainAndHoldsUpNoOther() {
    issue("a", Validity.until(END));
    issue("b", Validity.until(END));
    now = END - DAY;
    int _ = notices.write();
    int delivered =
        notices.deliver(
            notice -> {
              if (notice.key().terms().name().equals("a")) {
                throw new IllegalStateException("no mail today, as the test wants it");
              }
              hear(notice);
            },
            now);
    assertThat(delivered).isEqualTo(1);
    tell(now);
    assertThat(told).containsExactly("b 1", "a 1");
  }
}
