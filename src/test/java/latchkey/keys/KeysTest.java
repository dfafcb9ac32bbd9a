package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.TestDatabases;
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
    IssuedKey issued = keys.issue(draft, "ann");
    assertThat(keys.find(ACME, issued.key().id())).contains(issued.key());
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
    IssuedKey issued = keys.issue(draft(), "ann");
    StoredKey.Present stored = (StoredKey.Present) keys.load(issued.key().id());
    KeyReader reader = new KeyReader();
    reader.read(Credential.token(issued.text().token().reveal()));
    SecretDigest[] digests = stored.secrets().toArray(SecretDigest[]::new);
    assertThat(reader.match(digests, keyset, now)).isNotNull();
    assertThat(new String(digests[0].code(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(issued.text().apiSecret().reveal());
    assertThat(keys.reveal(ACME, issued.key().id())).isEmpty();
  }

  @Test
  void aKeyOfAnotherOrganizationIsNeitherSeenNorChanged() {
    PublicId id = keys.issue(draft(), "ann").key().id();
    assertThat(keys.find(OTHER, id)).isEmpty();
    assertThat(keys.revoke(OTHER, id, RevocationReason.UNSPECIFIED, "eve")).isFalse();
    assertThat(keys.delete(OTHER, id, "eve")).isFalse();
    assertThat(keys.reveal(OTHER, id)).isEmpty();
    assertThat(keys.find(ACME, id).orElseThrow().revocation()).isEmpty();
    assertThat(((StoredKey.Present) keys.load(id)).secrets()).hasSize(1);
  }

  @Test
  void aKeyIsNotIssuedForAnothersAgentOrForNoOrganization() {
    assertThatThrownBy(() -> keys.issue(draft().forAgent(OTHERS_AGENT), "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(OTHERS_AGENT);
    assertThatThrownBy(() -> keys.issue(KeyDraft.of("org_none", "x", List.of("*")), "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("org_none");
  }

  @Test
  void aRevocationStandsAndTheFirstReasonCounts() {
    PublicId id = keys.issue(draft(), "ann").key().id();
    now = 2_000;
    assertThat(keys.revoke(ACME, id, RevocationReason.KEY_COMPROMISE, "bob")).isTrue();
    now = 3_000;
    assertThat(keys.revoke(ACME, id, RevocationReason.SUPERSEDED, "eve")).isTrue();
    assertThat(keys.find(ACME, id).orElseThrow().revocation())
        .contains(new Key.Revocation(2_000, "bob", RevocationReason.KEY_COMPROMISE));
  }

  @Test
  void aDeletedKeyLeavesATombstoneThatKeepsItsIdTaken() {
    PublicId id = keys.issue(draft(), "ann").key().id();
    assertThat(keys.delete(ACME, id, "bob")).isTrue();
    assertThat(keys.delete(ACME, id, "bob")).isFalse();
    assertThat(keys.find(ACME, id)).isEmpty();
    assertThat(keys.revoke(ACME, id, RevocationReason.UNSPECIFIED, "bob")).isFalse();
    assertThat(keys.load(id)).isInstanceOf(StoredKey.Deleted.class);
    assertThatThrownBy(() -> keys.issue(draft(), id, "ann"))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.CONFLICT));
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
    IssuedKey issued = keys.issue(KeyDraft.of("org_sealed", "x", List.of("*")), "ann");
    assertThat(keys.reveal("org_sealed", issued.key().id()).orElseThrow().reveal())
        .isEqualTo(issued.text().token().reveal());
    keys.delete("org_sealed", issued.key().id(), "ann");
    assertThat(keys.reveal("org_sealed", issued.key().id())).isEmpty();
  }

  @Test
  void everyChangeIsAnnouncedAlsoOneThatFailed() {
    PublicId id = keys.issue(draft(), "ann").key().id();
    keys.revoke(ACME, id, RevocationReason.UNSPECIFIED, "ann");
    keys.delete(ACME, id, "ann");
    assertThatThrownBy(() -> keys.issue(draft(), id, "ann"));
    assertThat(changes).containsExactly(id, id, id, id);
  }

  @Test
  void aRehashReplacesTheDigestItWasMadeForAndNoOther() {
    IssuedKey issued = keys.issue(draft(), "ann");
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
}
