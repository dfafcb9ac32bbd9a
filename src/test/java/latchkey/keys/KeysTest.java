package latchkey.keys;

import static latchkey.keys.TestBy.ANN;
import static latchkey.keys.TestBy.BOB;
import static latchkey.keys.TestBy.EVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.access.AddressList;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.agents.Change;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.TestDatabases;
import latchkey.keys.Outcome.Absent;
import latchkey.keys.Outcome.Done;
import latchkey.keys.Outcome.Refused;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for keys.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class KeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";
  private static final String AGENT = "a1";
  private static final String OTHERS_AGENT = "b1";

  @Parameter TestDatabases engine;
  private final List<PublicId> changes = new ArrayList<>();
  private final Keyset keyset = Keyset.generate(RANDOM);
  private Database database;
  private Keys keys;
  private long now = 1_000;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
    Agents agents = new Agents(database, _ -> {});
    agents.create(new Agent(AGENT, ACME, "Support"));
    agents.create(new Agent(OTHERS_AGENT, OTHER, "Sales"));
    keys = new Keys(database, keyset, RANDOM, changes::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static KeyDraft draft() {
    return KeyDraft.of(ACME, "Production sync", List.of("contacts.read", "leads.*"));
  }

  private Outcome<Secret> reveal(String organization, PublicId id) {
    return keys.reveal(Scope.of(organization), id, Ceiling.none(), ANN);
  }

  private static <T> T done(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Done.class);
    return ((Done<T>) outcome).value();
  }

  /// Action, actor and resource of the organization's last audit entry.
  private String lastEntry(String organization) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT action, actor_id, resource_id FROM audit_entry
                    WHERE org_id = :org ORDER BY seq DESC LIMIT 1
                    """)
                .bind("org", organization)
                .map((row, _) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                .one());
  }

  private long entries() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM audit_entry WHERE org_id = :org AND resource = 'API Key'")
                .bind("org", ACME)
                .mapTo(long.class)
                .one());
  }

  @Test
  void aKeyIsReadBackWithAllThatItWasMadeWith() {
    KeyDraft draft =
        new KeyDraft(
            ACME,
            Optional.of(AGENT),
            Environment.TEST,
            new KeyTerms(
                "Name ✓",
                "What for",
                List.of("contacts.*", "leads.read"),
                AddressList.parse(List.of("10.0.0.0/8", "2001:db8::/32")),
                Limits.of(Limit.perMinute(5), Limit.perDay(100)),
                new Validity(500, 9_000),
                Metadata.parse("{\"team\":\"crm\"}"),
                Tags.of("prod", "crm")));
    IssuedKey issued = keys.issue(draft, ANN);
    assertThat(keys.find(Scope.of(ACME), issued.key().id())).contains(issued.key());
    assertThat(issued.key().apiKey()).startsWith("acme_test_").isEqualTo(issued.text().apiKey());
    assertThat(issued.key().created()).isEqualTo(new Key.Stamp(1_000, "ann"));
    assertThat(keys.load(issued.key().id()))
        .isInstanceOfSatisfying(
            StoredKey.Present.class,
            stored -> {
              assertThat(stored.key()).isEqualTo(issued.key());
              assertThat(stored.secrets()).hasSize(1);
            });
  }

  @Test
  void theSecretIsNowhereInTheRecord() {
    IssuedKey issued = keys.issue(draft(), ANN);
    StoredKey.Present stored = (StoredKey.Present) keys.load(issued.key().id());
    KeyReader reader = new KeyReader();
    reader.read(Credential.token(issued.text().token().reveal()));
    SecretDigest[] digests = stored.secrets().toArray(SecretDigest[]::new);
    assertThat(reader.match(digests, keyset, now)).isNotNull();
    assertThat(new String(digests[0].code(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(issued.text().apiSecret().reveal());
    assertThat(reveal(ACME, issued.key().id())).isInstanceOf(Refused.class);
  }

  @Test
  void aKeyOfAnotherOrganizationIsNeitherSeenNorChanged() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    assertThat(keys.find(Scope.of(OTHER), id)).isEmpty();
    assertThat(keys.revoke(OTHER, id, RevocationReason.UNSPECIFIED, EVE))
        .isInstanceOf(Absent.class);
    assertThat(keys.delete(OTHER, id, EVE)).isInstanceOf(Absent.class);
    assertThat(reveal(OTHER, id)).isInstanceOf(Absent.class);
    assertThat(keys.find(Scope.of(ACME), id).orElseThrow().revocation()).isEmpty();
    assertThat(((StoredKey.Present) keys.load(id)).secrets()).hasSize(1);
  }

  @Test
  void aKeyIsNotIssuedForAnothersAgentOrForNoOrganization() {
    assertThatThrownBy(() -> keys.issue(draft().forAgent(OTHERS_AGENT), ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(OTHERS_AGENT);
    assertThatThrownBy(() -> keys.issue(KeyDraft.of("org_none", "x", List.of("*")), ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("org_none");
  }

  @Test
  void aRevocationStandsAndTheFirstReasonCounts() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    now = 2_000;
    assertThat(keys.revoke(ACME, id, RevocationReason.KEY_COMPROMISE, BOB))
        .isInstanceOf(Done.class);
    now = 3_000;
    assertThat(keys.revoke(ACME, id, RevocationReason.SUPERSEDED, EVE)).isInstanceOf(Done.class);
    assertThat(keys.find(Scope.of(ACME), id).orElseThrow().revocation())
        .contains(new Key.Revocation(2_000, "bob", RevocationReason.KEY_COMPROMISE));
  }

  @Test
  void aDeletedKeyLeavesATombstoneThatKeepsItsIdTaken() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    assertThat(keys.delete(ACME, id, BOB)).isInstanceOf(Done.class);
    assertThat(keys.delete(ACME, id, BOB)).isInstanceOf(Absent.class);
    assertThat(keys.find(Scope.of(ACME), id)).isEmpty();
    assertThat(keys.revoke(ACME, id, RevocationReason.UNSPECIFIED, BOB)).isInstanceOf(Absent.class);
    assertThat(keys.load(id)).isInstanceOf(StoredKey.Deleted.class);
    assertThatThrownBy(() -> keys.issue(draft(), id, ANN))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.CONFLICT));
  }

  @Test
  void aDeletedAgentsKeysAreRevokedWithAnEntryForEach() {
    Agents agents = new Agents(database, _ -> {}, keys::agentDeleted);
    OptionalLong any = OptionalLong.empty();
    RevocationReason reason = RevocationReason.KEY_COMPROMISE;
    Scope scope = Scope.of(ACME);
    PublicId going = keys.issue(draft().forAgent(AGENT), ANN).key().id();
    PublicId later = keys.issue(draft().forAgent(AGENT), ANN).key().id();
    Key _ = done(keys.revoke(scope, later, any, reason, OptionalLong.of(5_000), ANN));
    PublicId revoked = keys.issue(draft().forAgent(AGENT), ANN).key().id();
    Key _ = done(keys.revoke(ACME, revoked, reason, ANN));
    PublicId deleted = keys.issue(draft().forAgent(AGENT), ANN).key().id();
    Key _ = done(keys.delete(ACME, deleted, ANN));
    PublicId everybodys = keys.issue(draft(), ANN).key().id();
    Key before = keys.find(scope, later).orElseThrow();
    long entries = entries();
    now = 2_000;
    assertThat(agents.delete(ACME, AGENT, any, BOB)).isInstanceOf(Change.Done.class);

    Key.Revocation end = new Key.Revocation(2_000, "bob", RevocationReason.CESSATION_OF_OPERATION);
    for (PublicId id : List.of(going, later)) {
      assertThat(keys.find(scope, id).orElseThrow().revocation()).contains(end);
    }
    assertThat(keys.find(scope, revoked).orElseThrow().revocation())
        .contains(new Key.Revocation(1_000, "ann", reason));
    assertThat(keys.find(scope, everybodys).orElseThrow().revocation()).isEmpty();
    assertThat(entries()).isEqualTo(entries + 2);
    assertThat(lastEntry(ACME)).isEqualTo("DELETE bob " + AGENT);
    Key after = keys.find(scope, later).orElseThrow();
    assertThat(lastOf(later))
        .containsExactly(
            "Revoked the key \"Production sync\" with its agent",
            KeyEvents.json(before),
            KeyEvents.json(after));
    assertThat(after.version()).isEqualTo(before.version() + 1);
  }

  /// What the last entry of a key says, and its before and after.
  private List<String> lastOf(PublicId id) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT description, before, after FROM audit_entry
                    WHERE org_id = :org AND resource_id = :id ORDER BY seq DESC LIMIT 1
                    """)
                .bind("org", ACME)
                .bind("id", id.toString())
                .map((row, _) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .one());
  }

  @Test
  void anIdThatNeverWasIsUnknown() {
    assertThat(keys.load(PublicId.random(RANDOM))).isInstanceOf(StoredKey.Unknown.class);
  }

  @Test
  void aSealedCopyGivesTheTokenBackWhereTheOrganizationKeepsThem() {
    new Organizations(database, _ -> {})
        .create(
            new Organization(
                "org_sealed", "Sealed", Organization.Status.ACTIVE, "lk", true, List.of()));
    IssuedKey issued = keys.issue(KeyDraft.of("org_sealed", "x", List.of("*")), ANN);
    assertThat(done(reveal("org_sealed", issued.key().id())).reveal())
        .isEqualTo(issued.text().token().reveal());
    assertThat(lastEntry("org_sealed")).isEqualTo("READ ann " + issued.key().id());
    keys.delete("org_sealed", issued.key().id(), ANN);
    assertThat(reveal("org_sealed", issued.key().id())).isInstanceOf(Absent.class);
  }

  @Test
  void everyChangeIsAnnouncedAlsoOneThatFailed() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    keys.revoke(ACME, id, RevocationReason.UNSPECIFIED, ANN);
    keys.delete(ACME, id, ANN);
    assertThatThrownBy(() -> keys.issue(draft(), id, ANN));
    assertThat(changes).containsExactly(id, id, id, id);
  }

  @Test
  void aRehashReplacesTheDigestItWasMadeForAndNoOther() {
    IssuedKey issued = keys.issue(draft(), ANN);
    PublicId id = issued.key().id();
    SecretDigest old = ((StoredKey.Present) keys.load(id)).secrets().getFirst();
    Keyset rotated = keyset.withNewPepper(RANDOM);
    KeyReader reader = new KeyReader();
    reader.read(Credential.token(issued.text().token().reveal()));
    SecretDigest fresh = reader.digest(rotated, 0);
    keys.rehash(ACME, id, fresh, fresh); // not what is stored: changes nothing
    assertThat(((StoredKey.Present) keys.load(id)).secrets().getFirst().pepperVersion())
        .isEqualTo(1);
    keys.rehash(ACME, id, old, fresh);
    SecretDigest stored = ((StoredKey.Present) keys.load(id)).secrets().getFirst();
    assertThat(stored.pepperVersion()).isEqualTo(2);
    assertThat(reader.match(new SecretDigest[] {stored}, rotated, now)).isNotNull();
  }

  private Outcome<Key> rename(PublicId id, OptionalLong version, String name) {
    return keys.change(
        Scope.of(ACME),
        id,
        version,
        terms -> KeyTerms.of(name, terms.permissions(), terms.limits()).tagged(Tags.of("b", "a")),
        Ceiling.none(),
        BOB);
  }

  @Test
  void aChangeIsReadBackAndHasItsEntryAndTheNextVersion() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    now = 2_000;
    Key changed = done(rename(id, OptionalLong.of(1), "New name"));
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.updated()).isEqualTo(new Key.Stamp(2_000, "bob"));
    assertThat(changed.terms().tags().list()).containsExactly("a", "b");
    assertThat(keys.find(Scope.of(ACME), id)).contains(changed);
    assertThat(lastEntry(ACME)).isEqualTo("UPDATE bob " + id);
  }

  @Test
  void aChangeOfAnotherVersionOrToTheSameChangesNothing() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    Key changed = done(rename(id, OptionalLong.of(1), "New name"));
    long entries = entries();
    assertThat(rename(id, OptionalLong.of(1), "Other name")).isEqualTo(new Outcome.Stale<Key>(2));
    assertThat(done(rename(id, OptionalLong.empty(), "New name"))).isEqualTo(changed);
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  void aRefusedChangeLeavesNoTrace() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    long entries = entries();
    assertThatThrownBy(() -> rename(id, OptionalLong.empty(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            keys.change(
                Scope.of(ACME),
                id,
                OptionalLong.empty(),
                terms -> terms.limited(Limits.NONE),
                key -> key.terms().limits().list().isEmpty() ? List.of("no limits") : List.of(),
                BOB))
        .isEqualTo(new Outcome.Beyond<Key>(List.of("no limits")));
    assertThat(keys.find(Scope.of(ACME), id).orElseThrow().version()).isEqualTo(1);
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  void ofManyWhoChangeTheSameVersionOneWins() throws Exception {
    PublicId id = keys.issue(draft(), ANN).key().id();
    List<Callable<Outcome<Key>>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "Name " + i;
      changes.add(() -> rename(id, OptionalLong.of(1), name));
    }
    int won = 0;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Outcome<Key>> one : pool.invokeAll(changes)) {
        won += one.get() instanceof Done ? 1 : 0;
      }
    }
    assertThat(won).isEqualTo(1);
    assertThat(keys.find(Scope.of(ACME), id).orElseThrow().version()).isEqualTo(2);
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void changesWithoutAVersionAllTakePlaceOneAfterTheOther() throws Exception {
    PublicId id = keys.issue(draft(), ANN).key().id();
    List<Callable<Outcome<Key>>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String tag = "t" + i;
      changes.add(
          () ->
              keys.change(
                  Scope.of(ACME),
                  id,
                  OptionalLong.empty(),
                  terms -> terms.tagged(terms.tags().changed(List.of(tag), List.of())),
                  Ceiling.none(),
                  BOB));
    }
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Outcome<Key>> one : pool.invokeAll(changes)) {
        Key _ = done(one.get());
      }
    }
    Key key = keys.find(Scope.of(ACME), id).orElseThrow();
    assertThat(key.terms().tags().list()).hasSize(8);
    assertThat(key.version()).isEqualTo(9);
  }

  @Test
  void whoSeesOneAgentOnlySeesNoOtherKeys() {
    PublicId all = keys.issue(draft(), ANN).key().id();
    PublicId own = keys.issue(draft().forAgent(AGENT), ANN).key().id();
    Scope scope = new Scope(ACME, Optional.of(AGENT));
    assertThat(keys.find(scope, own)).isPresent();
    assertThat(keys.find(scope, all)).isEmpty();
    assertThat(keys.delete(scope, all, OptionalLong.empty(), EVE)).isInstanceOf(Absent.class);
  }

  @Test
  void aScheduledRevocationHoldsFromItsTimeOnAndCanBeTakenBackUntilThen() {
    PublicId id = keys.issue(draft(), ANN).key().id();
    RevocationReason reason = RevocationReason.AFFILIATION_CHANGED;
    Scope scope = Scope.of(ACME);
    OptionalLong any = OptionalLong.empty();
    Key scheduled = done(keys.revoke(scope, id, any, reason, OptionalLong.of(5_000), ANN));
    assertThat(scheduled.stateAt(4_999)).isEqualTo(Key.State.ACTIVE);
    assertThat(scheduled.stateAt(5_000)).isEqualTo(Key.State.REVOKED);
    Key kept = done(keys.keep(scope, id, any, Ceiling.none(), ANN));
    assertThat(kept.revocation()).isEmpty();
    Key _ = done(keys.revoke(scope, id, any, reason, OptionalLong.of(5_000), ANN));
    assertThat(keys.revoke(scope, id, any, reason, OptionalLong.of(999), ANN))
        .isInstanceOf(Refused.class);
    now = 5_000;
    assertThat(keys.keep(scope, id, any, Ceiling.none(), ANN)).isInstanceOf(Refused.class);
    assertThat(keys.find(scope, id).orElseThrow().revocation())
        .contains(new Key.Revocation(5_000, "ann", reason));
  }

  @Test
  void theEntriesOfAKeysLifeHoldNoSecret() {
    IssuedKey issued = keys.issue(draft(), ANN);
    Key _ = done(rename(issued.key().id(), OptionalLong.empty(), "x"));
    Key _ = done(keys.delete(ACME, issued.key().id(), ANN));
    List<String> texts =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT description, before, after FROM audit_entry WHERE resource = 'API Key'")
                    .map((row, _) -> row.getString(1) + row.getString(2) + row.getString(3))
                    .list());
    String secret = issued.text().apiSecret().reveal();
    assertThat(texts).hasSize(3).noneMatch(text -> text.contains(secret.substring(0, 12)));
    assertThat(lastEntry(ACME)).isEqualTo("DELETE ann " + issued.key().id());
  }
}
