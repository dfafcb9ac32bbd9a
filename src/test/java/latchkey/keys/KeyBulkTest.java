package latchkey.keys;

import static latchkey.keys.TestBy.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.keys.KeyBulk.Deed;
import latchkey.keys.KeyBulk.Report;
import latchkey.keys.Outcome.Absent;
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

@ParameterizedClass
@EnumSource(TestDatabases.class)
class KeyBulkTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ACME = "org_acme";
  private static final Scope SCOPE = Scope.of(ACME);
  private static final OptionalLong NOW = OptionalLong.empty();

  @Parameter TestDatabases engine;
  private final List<PublicId> announced = new ArrayList<>();
  private Database database;
  private Keys keys;
  private KeyBulk bulk;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1_000);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named("org_other", "Other", "lk"));
    keys = new Keys(database, Keyset.generate(RANDOM), RANDOM, _ -> {});
    bulk = new KeyBulk(database, announced::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PublicId issue(String organization, String... tags) {
    KeyDraft draft = KeyDraft.of(organization, "k", List.of("contacts.read"));
    return keys.issue(draft.on(draft.terms().tagged(Tags.of(tags))), ANN).key().id();
  }

  private long entries() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM audit_entry WHERE org_id = :org")
                .bind("org", ACME)
                .mapTo(long.class)
                .one());
  }

  @Test
  void eachKeyIsReportedInItsPlaceAndAuditedAndAnnounced() {
    PublicId live = issue(ACME);
    PublicId gone = issue(ACME);
    PublicId others = issue("org_other");
    var _ = keys.delete(ACME, gone, ANN);
    PublicId revoked = issue(ACME);
    var _ = keys.revoke(ACME, revoked, RevocationReason.KEY_COMPROMISE, ANN);
    long before = entries();
    List<PublicId> ids = List.of(others, revoked, live, gone, live);
    List<Report> reports =
        bulk.each(SCOPE, ids, new Deed.Revoke(RevocationReason.SUPERSEDED, NOW), ANN);
    assertThat(reports).extracting(Report::id).containsExactly(others, revoked, live, gone);
    assertThat(reports.get(0).outcome()).isInstanceOf(Absent.class);
    assertThat(reports.get(3).outcome()).isInstanceOf(Absent.class);
    assertThat(keys.find(SCOPE, live).orElseThrow().stateAt(1_000)).isEqualTo(Key.State.REVOKED);
    assertThat(keys.find(SCOPE, revoked).orElseThrow().revocation().orElseThrow().reason())
        .isEqualTo(RevocationReason.KEY_COMPROMISE);
    assertThat(keys.find(Scope.of("org_other"), others).orElseThrow().revocation()).isEmpty();
    assertThat(entries()).isEqualTo(before + 1); // only one was changed
    assertThat(announced).containsExactlyInAnyOrder(others, revoked, live, gone);
  }

  @Test
  void tagsAreAddedAndRemovedAndFoundByThem() {
    PublicId one = issue(ACME, "old", "kept");
    PublicId full = issue(ACME, tags(Tags.MOST));
    List<Report> reports =
        bulk.each(SCOPE, List.of(one, full), new Deed.Tag(List.of("new"), List.of("old")), ANN);
    assertThat(reports.get(0).outcome()).isInstanceOf(Done.class);
    assertThat(reports.get(1).outcome()).isInstanceOf(Refused.class);
    assertThat(keys.find(SCOPE, one).orElseThrow().terms().tags())
        .isEqualTo(Tags.of("kept", "new"));
    assertThat(bulk.find(SCOPE, tagged("new"), 1_000)).contains(List.of(one));
    assertThat(bulk.find(SCOPE, tagged("old"), 1_000)).contains(List.of());
  }

  private static String[] tags(int count) {
    String[] tags = new String[count];
    for (int i = 0; i < count; i++) {
      tags[i] = "t" + i;
    }
    return tags;
  }

  private static KeyFilter tagged(String tag) {
    return new KeyFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(tag),
        Optional.empty());
  }

  @Test
  void deletedKeysLeaveOnlyTheirTombstones() {
    List<PublicId> ids = List.of(issue(ACME), issue(ACME));
    bulk.each(SCOPE, ids, new Deed.Delete(), ANN);
    for (PublicId id : ids) {
      assertThat(keys.find(SCOPE, id)).isEmpty();
      assertThat(keys.load(id)).isInstanceOf(StoredKey.Deleted.class);
    }
  }
}
