package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.access.Resource;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final Catalog LATER =
      Catalog.with(List.of(new Resource("invoices", List.of("read", "approve"))));
  private static final List<String> RANGES =
      List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32", "2001:db8::1", "0.0.0.0/0");
  private static final List<String> ADDRESSES =
      List.of("10.1.2.3", "10.1.9.9", "10.9.9.9", "192.0.2.1", "2001:db8::1", "2001:db8::2", "::1");
  private static final List<String> NAMES =
      List.of(
          "*",
          "*.read",
          "contacts.*",
          "contacts.read",
          "contacts.write",
          "contacts.update",
          "leads.read",
          "*.write",
          "keys.create");

  @Provide
  Arbitrary<Reach> reaches() {
    Arbitrary<Grants> grants =
        Arbitraries.of(NAMES)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(names -> Grants.parse(names, Catalog.BUILT_IN));
    Arbitrary<AddressList> addresses =
        Arbitraries.of(RANGES).list().ofMaxSize(3).map(AddressList::parse);
    Arbitrary<Limits> limits =
        Combinators.combine(
                Arbitraries.longs().between(1, 20),
                Arbitraries.longs().between(1, 20),
                Arbitraries.integers().between(0, 3))
            .as(
                (a, b, which) ->
                    switch (which) {
                      case 0 -> Limits.NONE;
                      case 1 -> Limits.of(new Limit("a", a, 1_000));
                      case 2 -> Limits.of(new Limit("b", b, 2_500));
                      default -> Limits.of(new Limit("a", a, 1_000), new Limit("b", b, 3_000));
                    });
    return Combinators.combine(
            grants,
            Arbitraries.of("a1", "a2").optional(),
            Arbitraries.of(Environment.class),
            addresses,
            limits,
            Arbitraries.of(Validity.UNBOUNDED, Validity.until(10), Validity.until(20)))
        .as(Reach::new);
  }

  @Property(tries = 2_000)
  void whatIsNotBeyondCanDoNothingThatTheCreatorCannot(
      @ForAll("reaches") Reach creator, @ForAll("reaches") Reach key) {
    if (!creator.beyond(key).isEmpty()) {
      return;
    }
    for (Catalog catalog : List.of(Catalog.BUILT_IN, LATER)) {
      Grants most = Grants.ofStored(creator.grants().text(), catalog);
      assertThat(most.names()).containsAll(Grants.ofStored(key.grants().text(), catalog).names());
    }
    for (String address : ADDRESSES) {
      Address client = Address.parse(address).orElseThrow();
      assertThat(creator.addresses().allows(client) || !key.addresses().allows(client)).isTrue();
    }
    assertThat(creator.agentId()).isIn(Optional.empty(), key.agentId());
    assertThat(key.validity().notAfter()).isLessThanOrEqualTo(creator.validity().notAfter());
    assertThat(creator.environment() == Environment.TEST && key.environment() == Environment.LIVE)
        .isFalse();
    // All that the key's limits admit, its creator's would have admitted.
    List<Long> admitted = new ArrayList<>();
    for (long now = 0; now < 10_000 && !key.limits().list().isEmpty(); now += 50) {
      while (keeps(key.limits(), admitted, now, 1)) {
        admitted.add(now);
        assertThat(keeps(creator.limits(), admitted, now, 0)).isTrue();
      }
    }
  }

  /// Whether so many more at `now` keep to the limits.
  private static boolean keeps(Limits limits, List<Long> admitted, long now, int more) {
    return limits.list().stream()
        .allMatch(
            limit ->
                admitted.stream().filter(time -> time > now - limit.windowMillis()).count() + more
                    <= limit.max());
  }

  @Property
  void aReachIsNotBeyondItself(@ForAll("reaches") Reach reach) {
    assertThat(reach.beyond(reach)).isEmpty();
  }

  @Test
  void eachThingThatIsBeyondIsNamed() {
    Reach creator =
        new Reach(
            Grants.parse(List.of("contacts.read", "keys.*"), Catalog.BUILT_IN),
            Optional.of("a1"),
            Environment.TEST,
            AddressList.parse(List.of("10.0.0.0/8")),
            Limits.of(Limit.perMinute(60)),
            Validity.until(0));
    Reach key =
        new Reach(
            Grants.parse(List.of("contacts.*", "keys.read"), Catalog.BUILT_IN),
            Optional.empty(),
            Environment.LIVE,
            AddressList.parse(List.of("10.1.0.0/16", "192.0.2.1")),
            Limits.of(Limit.perMinute(61)),
            Validity.UNBOUNDED);
    assertThat(creator.beyond(key))
        .containsExactly(
            "the permission contacts.*",
            "the whole organization",
            "the live environment",
            "use from 192.0.2.1",
            "more than per-minute=60/60s under the limits \"per-minute=61/60s\"",
            "use after 1970-01-01T00:00:00Z");
  }

  @Test
  void aWildcardIsNotForWhoHoldsOnlyAllThatItMeansToday() {
    Grants all = Grants.parse(Catalog.BUILT_IN.permissions(), Catalog.BUILT_IN);
    assertThat(all.covers(Grants.parse(List.of("contacts.write"), Catalog.BUILT_IN))).isTrue();
    assertThat(all.covers(Grants.parse(List.of("*"), Catalog.BUILT_IN))).isFalse();
  }

  @Test
  void aLongWindowsLimitKeepsAShortOnesOnlyAsAWholeAndAShortOnesAddUp() {
    assertThat(Limit.perMinute(10).implies(Limit.perHour(600))).isTrue();
    assertThat(Limit.perMinute(10).implies(Limit.perHour(599))).isFalse();
    assertThat(Limit.perHour(60).implies(Limit.perMinute(60))).isTrue();
    assertThat(Limit.perHour(60).implies(Limit.perMinute(59))).isFalse();
  }
}
