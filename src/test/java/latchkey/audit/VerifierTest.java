package latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.audit.Verification.Broken;
import latchkey.audit.Verification.Intact;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class VerifierTest {
  private static final String ACME = "org_acme";
  private static final By ANN = By.person("usr_ann", "Ann", Origin.NONE);
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private final SecureRandom random = new SecureRandom();
  private final Keyset keyset = Keyset.generate(random);

  @Parameter TestDatabases engine;
  private Database database;
  private long now = 1_000 * DAY;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(int entries) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      events.add(Event.create("API Key", "k" + i, "Created a key", "{}"));
    }
    database.write(
        tx -> {
          AuditLog.append(tx, ACME, ANN, events);
          return true;
        });
  }

  private int sign() {
    return new Checkpoints(database, keyset.signer()).sign(now);
  }

  private Verification verify() {
    return new Verifier(database, keyset.signer()).verify(ACME);
  }

  private void tamper(String statement) {
    database.write(tx -> tx.handle().execute(statement));
  }

  private void assertBroken(long seq, String why) {
    assertThat(verify())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.seq()).isEqualTo(seq);
              assertThat(broken.why()).contains(why);
            });
  }

  @Test
  void anUntouchedChainIsProven() {
    append(1_203);
    sign();
    append(3);
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class,
            intact -> {
              assertThat(intact.entries()).isEqualTo(1_206);
              assertThat(intact.last()).isEqualTo(1_206);
              assertThat(intact.checkpoint().orElseThrow().seq()).isEqualTo(1_203);
            });
  }

  @Test
  void noEntriesAreAProvenChain() {
    assertThat(verify()).isInstanceOf(Intact.class);
  }

  @Test
  void aChangedEntryIsNamed() {
    append(1_000);
    tamper("UPDATE audit_entry SET description = 'Nothing' WHERE seq = 777");
    assertBroken(777, "was changed");
  }

  @Test
  void anEntryThatWasChangedTogetherWithItsHashIsNamedByTheOneThatFollows() {
    append(10);
    Trail.Row row = database.read(handle -> Trail.after(handle, ACME, 6)).getFirst();
    Hash forged =
        database
            .read(handle -> Trail.after(handle, ACME, 5))
            .getFirst()
            .hash()
            .next(ACME, 7, row.at() + 1, row.texts());
    database.write(
        tx ->
            tx.handle()
                .createUpdate("UPDATE audit_entry SET at = :at, hash = :hash WHERE seq = 7")
                .bind("at", row.at() + 1)
                .bind("hash", forged.bytes())
                .execute());
    assertBroken(8, "or the one before it");
  }

  @Test
  void aMissingEntryIsNamed() {
    append(700);
    tamper("DELETE FROM audit_entry WHERE seq = 600");
    assertBroken(600, "is missing");
    tamper("DELETE FROM audit_entry WHERE seq = 1");
    assertBroken(1, "is missing");
  }

  @Test
  void aTailThatWasCutOffIsNamed() {
    append(20);
    tamper("DELETE FROM audit_entry WHERE seq > 15");
    assertBroken(16, "is missing");
  }

  @Test
  void aTailThatWasCutOffWithTheHeadIsNamedByTheCheckpoint() {
    append(20);
    sign();
    Hash hash = database.read(handle -> Trail.after(handle, ACME, 14)).getFirst().hash();
    tamper("DELETE FROM audit_entry WHERE seq > 15");
    database.write(
        tx ->
            tx.handle()
                .createUpdate("UPDATE audit_head SET seq = 15, hash = :hash")
                .bind("hash", hash.bytes())
                .execute());
    assertBroken(16, "a signed checkpoint knows later ones");
    tamper("DELETE FROM audit_head");
    assertBroken(1, "a signed checkpoint knows later ones");
  }

  @Test
  void aHeadThatWasSetBackOrRemovedIsNoticed() {
    append(20);
    tamper("DELETE FROM audit_head");
    assertBroken(1, "the chain's head ends before it");
  }

  @Test
  void aChainThatWasWrittenAnewDiffersFromItsCheckpoint() {
    append(20);
    sign();
    tamper("DELETE FROM audit_entry");
    tamper("DELETE FROM audit_head");
    now++;
    append(20);
    assertBroken(20, "than its signed checkpoint");
  }

  @Test
  void aCheckpointOfAnotherInstallationProvesNothing() {
    append(20);
    new Checkpoints(database, Keyset.generate(random).signer()).sign(now);
    assertBroken(20, "no key of this installation signed");
  }

  @Test
  void checkpointsStayProvenWhenThePepperIsRotated() {
    append(20);
    sign();
    Keyset rotated = keyset.withNewPepper(random);
    append(2_000);
    new Checkpoints(database, rotated.signer()).sign(now);
    assertThat(new Verifier(database, rotated.signer()).verify(ACME)).isInstanceOf(Intact.class);
    assertBroken(2_020, "no key of this installation signed"); // by the keyset of before
  }

  @Test
  void aChainIsSignedWhenItGrewMuchOrAnHourPassed() {
    append(1);
    assertThat(sign()).isEqualTo(1);
    assertThat(sign()).isZero();
    append(999);
    assertThat(sign()).isZero();
    append(1);
    assertThat(sign()).isEqualTo(1);
    append(1);
    now += HOUR;
    assertThat(sign()).isEqualTo(1);
    now += HOUR;
    assertThat(sign()).isZero();
  }

  @Test
  void whatIsTooOldGoesAndTheRestStaysProven() {
    append(1_300);
    sign();
    now += 100 * DAY;
    append(10);
    AuditRetention retention = new AuditRetention(database, keyset.signer(), Duration.ofDays(90));
    assertThat(retention.prune(now)).isEqualTo(1_300);
    assertThat(retention.prune(now)).isZero();
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class,
            intact -> {
              assertThat(intact.entries()).isEqualTo(11); // the last tells of the others
              assertThat(intact.last()).isEqualTo(1_311);
            });
    tamper("DELETE FROM audit_entry WHERE seq = 1301");
    assertBroken(1_301, "is missing");
  }

  @Test
  void nobodyElseCanSayWhereAChainBegins() {
    append(20);
    Hash hash = database.read(handle -> Trail.after(handle, ACME, 9)).getFirst().hash();
    Seal forged = Seal.sign(Keyset.generate(random).signer(), Seal.Kind.BASE, ACME, 10, hash, now);
    database.write(
        tx -> {
          SealTable.putBase(tx.handle(), forged);
          return true;
        });
    tamper("DELETE FROM audit_entry WHERE seq <= 10");
    assertBroken(10, "no key of this installation signed that");
  }

  @Test
  void aBrokenEntryIsNotTakenAwayForItsAge() {
    append(20);
    tamper("UPDATE audit_entry SET description = 'Nothing' WHERE seq = 7");
    now += 100 * DAY;
    new AuditRetention(database, keyset.signer(), Duration.ofDays(90)).prune(now);
    assertBroken(7, "was changed");
  }

  @Test
  void aChainIsProvenWhileOthersAppendToIt() throws Exception {
    append(600);
    try (var pool = Executors.newSingleThreadExecutor()) {
      Future<?> appending =
          pool.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  append(20);
                }
              });
      while (!appending.isDone()) {
        assertThat(verify()).isInstanceOf(Intact.class);
      }
      assertThat(appending.get()).isNull();
    }
    assertThat(verify()).isInstanceOf(Intact.class);
  }
}
