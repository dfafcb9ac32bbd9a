package latchkey.keys;

import static latchkey.keys.TestBy.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.keys.Outcome.Absent;
import latchkey.keys.Outcome.Beyond;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Which secrets of a rotating key prove it, on each engine.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class RotationsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ACME = "org_acme";
  private static final Scope SCOPE = Scope.of(ACME);
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final long DAY = 86_400_000L;

  @Parameter TestDatabases engine;
  private final Keyset keyset = Keyset.generate(RANDOM);
  private Database database;
  private Keys keys;
  private Rotations rotations;
  private long now = 10 * DAY;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    new Organizations(database, _ -> {}).create(Organization.named(ACME, "Acme", "acme"));
    keys = new Keys(database, keyset, RANDOM, _ -> {});
    rotations = new Rotations(database, keyset, RANDOM, _ -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  private IssuedKey issue() {
    return keys.issue(KeyDraft.of(ACME, "k", List.of("contacts.read")), ANN);
  }

  private IssuedKey start(IssuedKey key, Retirement retirement) {
    return done(rotations.start(SCOPE, key.key().id(), ANY, retirement, Ceiling.none(), ANN));
  }

  private static <T> T done(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Done.class);
    return ((Done<T>) outcome).value();
  }

  private boolean works(IssuedKey key) {
    KeyReader reader = new KeyReader();
    assertThat(reader.read(Credential.token(key.text().token().reveal()))).isTrue();
    return keys.load(reader.id()) instanceof StoredKey.Present(_, var secrets)
        && reader.match(secrets.toArray(SecretDigest[]::new), keyset, now) != null;
  }

  private void use(IssuedKey key, int slot) {
    int _ =
        database.write(
            tx ->
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO usage_last (org_id, key_id, secret_slot, at)
                        VALUES (:org, :key, :slot, :at)
                        ON CONFLICT (org_id, key_id, secret_slot) DO UPDATE SET at = excluded.at
                        """)
                    .bind("org", ACME)
                    .bind("key", key.key().id().toString())
                    .bind("slot", slot)
                    .bind("at", now)
                    .execute());
  }

  @Test
  void bothSecretsWorkUntilTheOldOneIsRetiredByHand() {
    IssuedKey old = issue();
    IssuedKey fresh = start(old, new Retirement.ByHand());
    assertThat(fresh.key().id()).isEqualTo(old.key().id());
    assertThat(works(old)).isTrue();
    assertThat(works(fresh)).isTrue();
    Key key = done(rotations.retire(SCOPE, old.key().id(), ANY, ANN));
    assertThat(key.rotation()).isEqualTo(new Rotation.Single(1));
    assertThat(works(old)).isFalse();
    assertThat(works(fresh)).isTrue();
  }

  @Test
  void aCancelledRotationLeavesTheOldSecretAlone() {
    IssuedKey old = issue();
    IssuedKey fresh = start(old, new Retirement.ByHand());
    Key key = done(rotations.cancel(SCOPE, old.key().id(), ANY, ANN));
    assertThat(key.rotation()).isEqualTo(Rotation.first());
    assertThat(works(old)).isTrue();
    assertThat(works(fresh)).isFalse();
  }

  @Test
  void aDateEndsTheOldSecretToTheMillisecondWithNobodyAtWork() {
    IssuedKey old = issue();
    IssuedKey fresh = start(old, new Retirement.At(now + 100));
    now += 99;
    assertThat(works(old)).isTrue();
    now += 1;
    assertThat(works(old)).isFalse();
    assertThat(works(fresh)).isTrue();
    assertThat(rotations.cancel(SCOPE, old.key().id(), ANY, ANN)).isInstanceOf(Refused.class);
    IssuedKey third = start(old, new Retirement.ByHand());
    assertThat(works(old)).isFalse();
    assertThat(works(fresh)).isTrue();
    assertThat(works(third)).isTrue();
  }

  @Test
  void aKeyRotatesAgainAndAgain() {
    IssuedKey last = issue();
    for (int i = 0; i < 5; i++) {
      IssuedKey fresh = start(last, new Retirement.ByHand());
      Key _ = done(rotations.retire(SCOPE, last.key().id(), ANY, ANN));
      assertThat(works(last)).isFalse();
      assertThat(works(fresh)).isTrue();
      last = fresh;
    }
  }

  @Test
  void aQuietSecretRetiresByItselfAndAUsedOneNever() {
    IssuedKey quiet = issue();
    IssuedKey used = issue();
    IssuedKey byHand = issue();
    IssuedKey _ = start(quiet, new Retirement.WhenQuiet(2));
    IssuedKey _ = start(used, new Retirement.WhenQuiet(2));
    IssuedKey _ = start(byHand, new Retirement.ByHand());
    now += DAY;
    use(used, 0);
    use(quiet, 1); // the new one's use says nothing of the old one
    now += DAY - 1;
    assertThat(rotations.retireQuiet()).isZero();
    now += 1;
    assertThat(rotations.retireQuiet()).isEqualTo(1);
    assertThat(works(quiet)).isFalse();
    assertThat(works(used)).isTrue();
    now += DAY;
    assertThat(rotations.retireQuiet()).isEqualTo(1);
    assertThat(works(used)).isFalse();
    now += 100 * DAY;
    assertThat(rotations.retireQuiet()).isZero();
    assertThat(works(byHand)).isTrue();
  }

  @Test
  void whatHasEndedOrReachesFurtherThanWhoAsksGetsNoNewSecret() {
    IssuedKey revoked = issue();
    Key _ = done(keys.revoke(ACME, revoked.key().id(), RevocationReason.SUPERSEDED, ANN));
    Retirement byHand = new Retirement.ByHand();
    assertThat(rotations.start(SCOPE, revoked.key().id(), ANY, byHand, Ceiling.none(), ANN))
        .isInstanceOf(Refused.class);
    IssuedKey wide = issue();
    assertThat(rotations.start(SCOPE, wide.key().id(), ANY, byHand, _ -> List.of("too much"), ANN))
        .isInstanceOf(Beyond.class);
    Scope others = Scope.of("org_other");
    assertThat(rotations.start(others, wide.key().id(), ANY, byHand, Ceiling.none(), ANN))
        .isInstanceOf(Absent.class);
    assertThat(rotations.retire(SCOPE, wide.key().id(), ANY, ANN)).isInstanceOf(Refused.class);
  }

  @Test
  void howeverRevocationAndRotationRaceTheKeyEndsRevoked() throws Exception {
    for (int round = 0; round < 10; round++) {
      IssuedKey key = issue();
      PublicId id = key.key().id();
      List<IssuedKey> secrets = new ArrayList<>();
      Callable<Outcome<?>> revoke =
          () -> keys.revoke(ACME, id, RevocationReason.KEY_COMPROMISE, ANN);
      Callable<Outcome<?>> rotate =
          () -> {
            var outcome =
                rotations.start(SCOPE, id, ANY, new Retirement.ByHand(), Ceiling.none(), ANN);
            if (outcome instanceof Done<IssuedKey>(IssuedKey issued)) {
              secrets.add(issued);
            }
            return outcome;
          };
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var one : pool.invokeAll(List.of(rotate, revoke))) {
          var _ = one.get();
        }
      }
      Key ended = keys.find(SCOPE, id).orElseThrow();
      assertThat(ended.stateAt(now)).isEqualTo(Key.State.REVOKED);
      assertThat(ended.rotation())
          .isInstanceOf(secrets.isEmpty() ? Rotation.Single.class : Rotation.Overlapping.class);
    }
  }
}
