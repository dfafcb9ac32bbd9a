package latchkey.keys;

import static latchkey.keys.TestBy.ANN;
import static latchkey.keys.TestBy.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import latchkey.access.Catalog;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.keys.KeyFilter.LastUsed;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyPage.Entry;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Lists against a plain search through all keys, on each engine.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class KeyListTest {
  private static final SecureRandom SECURE = new SecureRandom();
  private static final String ACME = "org_acme";
  private static final Scope SCOPE = Scope.of(ACME);
  private static final int KEYS = 80;
  private static final long BEGIN = 1_000;
  private static final long NOW = 2_000;
  private static final List<String> NAMES =
      List.of("Sync 100%", "sync_all", "Reporting", "CRM!", "Zebra Ω");

  @Parameter TestDatabases engine;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Key> all = new ArrayList<>();
  private final Map<PublicId, Long> used = new HashMap<>();
  private Database database;
  private Keys keys;
  private KeyList list;
  private long now = BEGIN;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named("org_other", "Other", "other"));
    Agents agents = new Agents(database, _ -> {});
    agents.create(new Agent("a1", ACME, "Support"));
    agents.create(new Agent("a2", ACME, "Sales"));
    Keyset keyset = Keyset.generate(SECURE);
    keys = new Keys(database, keyset, SECURE, _ -> {});
    Rotations rotations = new Rotations(database, keyset, SECURE, _ -> {});
    var _ = keys.issue(KeyDraft.of("org_other", "Sync", List.of("*")), ANN);
    for (int i = 0; i < KEYS; i++) {
      now += random.nextInt(2); // some at the same moment
      all.add(make(rotations));
    }
    now = NOW;
    list = new KeyList(database, 7);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Key make(Rotations rotations) {
    KeyDraft draft =
        KeyDraft.of(ACME, one(NAMES), List.of(one(List.of("contacts.read", "*.read", "leads.*"))));
    draft = random.nextBoolean() ? draft.forAgent(one(List.of("a1", "a2"))) : draft;
    draft = random.nextBoolean() ? draft.in(Environment.TEST) : draft;
    draft = draft.on(draft.terms().tagged(random.nextBoolean() ? Tags.of("x", "y") : Tags.NONE));
    draft =
        draft.valid(
            one(
                List.of(
                    Validity.UNBOUNDED,
                    Validity.until(NOW - 1),
                    Validity.until(NOW + 1 + random.nextInt(3)),
                    Validity.from(NOW + 1))));
    PublicId id = keys.issue(draft, random.nextBoolean() ? ANN : BOB).key().id();
    OptionalLong any = OptionalLong.empty();
    switch (random.nextInt(5)) {
      case 0 -> {
        var _ = keys.revoke(ACME, id, RevocationReason.SUPERSEDED, ANN);
      }
      case 1 -> {
        OptionalLong later = OptionalLong.of(NOW + 10);
        var _ = keys.revoke(SCOPE, id, any, RevocationReason.SUPERSEDED, later, ANN);
      }
      case 2 -> {
        Retirement rule = random.nextBoolean() ? new Retirement.ByHand() : new Retirement.At(1_900);
        var _ = rotations.start(SCOPE, id, any, rule, Ceiling.none(), ANN);
      }
      default -> {}
    }
    if (random.nextBoolean()) {
      use(id, 1_500 + random.nextInt(3));
    }
    return keys.find(SCOPE, id).orElseThrow();
  }

  @Test
  void whatKeysCanBeToldApartByIsFoundWithoutReadingThem() {
    KeyFacets facets = new KeyFacets(database);
    assertThat(facets.tags(ACME))
        .containsExactlyElementsOf(
            all.stream()
                .flatMap(key -> key.terms().tags().list().stream())
                .distinct()
                .sorted()
                .toList());
    assertThat(facets.creators(ACME))
        .containsExactlyElementsOf(
            all.stream().map(key -> key.created().by()).distinct().sorted().toList());
    for (Key key : all) {
      var _ = keys.delete(SCOPE, key.id(), OptionalLong.empty(), ANN);
    }
    assertThat(facets.tags(ACME)).isEmpty();
    assertThat(facets.creators(ACME)).isEmpty();
    assertThat(facets.creators("org_other")).containsExactly(ANN.id());
  }

  private void use(PublicId id, long at) {
    used.put(id, at);
    int _ =
        database.write(
            tx ->
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO usage_last (org_id, key_id, secret_slot, at, address)
                        VALUES (:org, :key, 0, :old, '::1'), (:org, :key, 1, :at, '::2')
                        """)
                    .bind("org", ACME)
                    .bind("key", id.toString())
                    .bind("old", at - 100)
                    .bind("at", at)
                    .execute());
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> Optional<T> maybe(List<T> of) {
    return random.nextInt(4) == 0 ? Optional.of(one(of)) : Optional.empty();
  }

  private KeyFilter filter() {
    return new KeyFilter(
        maybe(List.of("SYNC", "0%", "c_a", "!", "acme_test", "nothing")),
        maybe(List.of(Listed.values())),
        maybe(List.of("a1", "a2", "none")),
        maybe(List.of("contacts.read", "leads.delete", "calls.create"))
            .map(Catalog.BUILT_IN::namesGranting)
            .orElse(List.of()),
        maybe(List.of(Environment.values())),
        maybe(List.of("ann", "bob")),
        maybe(List.of("x", "z")),
        maybe(
            List.of(new LastUsed.Never(), new LastUsed.Before(1_501), new LastUsed.Since(1_501))));
  }

  private boolean matches(KeyFilter filter, Key key) {
    return filter.search().map(text -> isFound(key, text)).orElse(true)
        && filter.state().map(state -> is(key, state)).orElse(true)
        && filter.agentId().map(agent -> key.agentId().equals(Optional.of(agent))).orElse(true)
        && (filter.permissions().isEmpty()
            || key.terms().permissions().stream().anyMatch(filter.permissions()::contains))
        && filter.environment().map(e -> e == key.environment()).orElse(true)
        && filter.creator().map(key.created().by()::equals).orElse(true)
        && filter.tag().map(key.terms().tags().list()::contains).orElse(true)
        && filter.lastUsed().map(wanted -> is(wanted, used.get(key.id()))).orElse(true);
  }

  private static boolean isFound(Key key, String text) {
    String part = text.toLowerCase(Locale.ROOT);
    return key.terms().name().toLowerCase(Locale.ROOT).contains(part)
        || key.apiKey().toLowerCase(Locale.ROOT).contains(part);
  }

  private static boolean is(Key key, Listed state) {
    return switch (state) {
      case ACTIVE -> key.stateAt(NOW) == Key.State.ACTIVE;
      case NOT_YET_VALID -> key.stateAt(NOW) == Key.State.NOT_YET_VALID;
      case EXPIRED -> key.stateAt(NOW) == Key.State.EXPIRED;
      case REVOKED -> key.stateAt(NOW) == Key.State.REVOKED;
      case CURRENT ->
          key.stateAt(NOW) == Key.State.ACTIVE || key.stateAt(NOW) == Key.State.NOT_YET_VALID;
      case ENDED -> key.stateAt(NOW) == Key.State.EXPIRED || key.stateAt(NOW) == Key.State.REVOKED;
      case ROTATING -> !key.endedAt(NOW) && key.rotation().at(NOW) instanceof Rotation.Overlapping;
    };
  }

  private static boolean is(LastUsed wanted, @Nullable Long at) {
    return switch (wanted) {
      case LastUsed.Never _ -> at == null;
      case LastUsed.Before(long time) -> at != null && at < time;
      case LastUsed.Since(long time) -> at != null && at >= time;
    };
  }

  private static Comparator<Key> comparator(Order order) {
    Comparator<Key> byId = Comparator.comparing(key -> key.id().toString());
    Comparator<Key> byAge = Comparator.comparing((Key key) -> key.created().at());
    return switch (order) {
      case NEWEST -> byAge.thenComparing(byId).reversed();
      case OLDEST -> byAge.thenComparing(byId);
      case NAME -> Comparator.comparing((Key key) -> key.terms().name()).thenComparing(byId);
      case END ->
          Comparator.comparing((Key key) -> key.terms().validity().notAfter()).thenComparing(byId);
    };
  }

  private List<Key> pages(Scope scope, KeyFilter filter, Order order, int limit) {
    List<Key> found = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    do {
      KeyPage page = list.page(scope, filter, order, after, limit, NOW);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().stream().map(Entry::key).forEach(found::add);
      after = page.next().map(position -> Position.parse(position.text()).orElseThrow());
    } while (after.isPresent());
    return found;
  }

  @Test
  void everyFilterInEveryOrderFindsWhatAPlainSearchFindsPageByPage() {
    for (int i = 0; i < 150; i++) {
      KeyFilter filter = filter();
      Order order = one(List.of(Order.values()));
      Predicate<Key> ends = key -> order != Order.END || key.terms().validity().ends();
      List<Key> expected =
          all.stream()
              .filter(key -> matches(filter, key))
              .filter(ends)
              .sorted(comparator(order))
              .toList();
      List<Key> found = pages(SCOPE, filter, order, 1 + random.nextInt(9));
      assertThat(found)
          .as("%s in %s; seed %d", filter, order, seed)
          .hasSameElementsAs(expected)
          .hasSameSizeAs(expected);
      if (order != Order.NAME) { // an engine sorts texts in its own way
        assertThat(found).as("%s in %s; seed %d", filter, order, seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void aPageTellsTheLastUseOfEitherSecret() {
    KeyPage page = list.page(SCOPE, KeyFilter.ALL, Order.NEWEST, Optional.empty(), 100, NOW);
    assertThat(page.entries()).hasSize(KEYS);
    for (Entry entry : page.entries()) {
      assertThat(entry.lastUse())
          .isEqualTo(
              Optional.ofNullable(used.get(entry.key().id()))
                  .map(at -> new KeyPage.Use(at, Optional.of("::2"))));
    }
  }

  @Test
  void whoSeesOneAgentOnlyFindsItsKeysOnly() {
    Scope scope = new Scope(ACME, Optional.of("a1"));
    assertThat(pages(scope, KeyFilter.ALL, Order.NEWEST, 10))
        .isNotEmpty()
        .allMatch(key -> key.agentId().equals(Optional.of("a1")));
    KeyFilter others =
        new KeyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.of("a2"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(pages(scope, others, Order.NEWEST, 10)).isEmpty();
  }

  @Test
  void aDeletedKeyIsInNoList() {
    Key deleted = all.getFirst();
    var _ = keys.delete(ACME, deleted.id(), ANN);
    assertThat(pages(SCOPE, KeyFilter.ALL, Order.OLDEST, 10)).doesNotContain(deleted);
  }

  @Test
  void theWorkingKeysOfAgentsAreCountedAndNoOthers() {
    Map<String, Integer> expected = new HashMap<>(Map.of("a1", 0, "a2", 0));
    for (Key key : all) {
      boolean ended =
          key.revokedAt(NOW) || key.terms().validity().notAfter() <= NOW; // MAX_VALUE is never
      key.agentId().filter(_ -> !ended).ifPresent(agent -> expected.merge(agent, 1, Integer::sum));
    }
    KeyList plain = new KeyList(database);
    assertThat(plain.working(ACME, List.of("a1", "a2", "a3"), NOW))
        .as("seed %d", seed)
        .isEqualTo(expected);
    assertThat(plain.working("org_other", List.of("a1"), NOW)).isEmpty();
    assertThat(list.working(ACME, List.of("a1"), NOW).get("a1"))
        .isEqualTo(Math.min(7, expected.getOrDefault("a1", 0)));
  }
}
