package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.AddressRange;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyTerms;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.usage.Place;
import latchkey.usage.Sighting;
import org.junit.jupiter.api.Test;

/// What of a key's use other terms would have refused.
class ReplayTest {
  private static final Place OFFICE = at("203.0.113.7");
  private static final Place ELSEWHERE = at("198.51.100.1");
  private static final Place NET = new Place.Network(AddressRange.parse("203.0.113.0/24"));

  private final TestGate gate = new TestGate();

  private static Place at(String address) {
    return new Place.One(Address.parse(address).orElseThrow());
  }

  private static Sighting seen(Place place, String action, long granted, long lastAt) {
    return new Sighting(place, action, 1, lastAt, granted, 3);
  }

  private Replay replay(KeyTerms terms, Sighting... seen) {
    IssuedKey issued = gate.issue(KeyDraft.of(TestRecord.ACME, "k", List.of("*")));
    KeySnapshot key = gate.gate.key(issued.key().id()).orElseThrow();
    return Replay.of(key.under(terms), List.of(seen));
  }

  private static KeyTerms terms(String... permissions) {
    return KeyTerms.of("k", List.of(permissions), Limits.NONE);
  }

  private static KeyTerms from(String... addresses) {
    return terms("*").from(AddressList.parse(List.of(addresses)));
  }

  @Test
  void whatIsNotPermittedAnyMoreWouldHaveBeenRefusedAndSaysWhy() {
    Replay replay =
        replay(
            terms("contacts.read", "leads.*").from(AddressList.parse(List.of("203.0.113.7"))),
            seen(OFFICE, "contacts.read", 5, 10),
            seen(OFFICE, "contacts.delete", 2, 20),
            seen(ELSEWHERE, "contacts.delete", 1, 30),
            seen(ELSEWHERE, "contacts.read AND leads.create", 4, 15),
            seen(OFFICE, "any", 1, 40),
            seen(ELSEWHERE, "calls.read", 0, 50));
    assertThat(replay)
        .isEqualTo(
            new Replay(
                13,
                List.of(
                    new Replay.Refused(
                        ELSEWHERE,
                        "contacts.delete",
                        1,
                        30,
                        List.of(Check.ADDRESS, Check.PERMISSION)),
                    new Replay.Refused(OFFICE, "contacts.delete", 2, 20, List.of(Check.PERMISSION)),
                    new Replay.Refused(
                        ELSEWHERE,
                        "contacts.read AND leads.create",
                        4,
                        15,
                        List.of(Check.ADDRESS))),
                0));
  }

  @Test
  void theTermsThatAKeyWasUsedUnderWouldHaveRefusedNothing() {
    assertThat(
            replay(
                    terms("*"),
                    seen(OFFICE, "contacts.read", 5, 10),
                    seen(new Place.Unknown(), "contacts.read", 5, 10),
                    seen(NET, "contacts.read", 5, 10))
                .refused())
        .isEmpty();
  }

  @Test
  void aNetworkIsAllowedIfAllOfItIs() {
    Sighting seen = seen(NET, "contacts.read", 1, 1);
    assertThat(replay(from("203.0.0.0/16"), seen).refused()).isEmpty();
    assertThat(replay(from("203.0.113.0/24"), seen).refused()).isEmpty();
    assertThat(replay(from("203.0.113.0/25"), seen).refused()).hasSize(1);
    assertThat(replay(from("203.0.113.0/25", "203.0.113.128/25"), seen).refused())
        .as("rather too many than too few")
        .hasSize(1);
  }

  @Test
  void whoSaysNoAddressIsRefusedByAnyListOfThem() {
    assertThat(replay(from("0.0.0.0/0"), seen(new Place.Unknown(), "any", 2, 1)).refused())
        .extracting(Replay.Refused::checks)
        .containsExactly(List.of(Check.ADDRESS));
  }

  @Test
  void whatWasNotKeptIsUnknown() {
    Replay replay =
        replay(
            terms("contacts.read"),
            seen(new Place.Various(), "", 7, 1),
            seen(OFFICE, "other", 2, 1),
            seen(OFFICE, "what a newer program asks (", 1, 1),
            seen(OFFICE, "contacts.read", 1, 1));
    assertThat(replay).isEqualTo(new Replay(11, List.of(), 10));
  }

  @Test
  void limitsAreNotReplayedButTimesAre() {
    Sighting seen = seen(OFFICE, "contacts.read", 100, 50);
    KeyTerms few = terms("*").limited(Limits.of(Limit.perMinute(1)));
    assertThat(replay(few, seen).refused()).isEmpty();
    assertThat(replay(terms("*").valid(new Validity(51, 100)), seen).refused())
        .extracting(Replay.Refused::checks)
        .containsExactly(List.of(Check.BEGUN));
    assertThat(replay(terms("*").valid(new Validity(1, 50)), seen).refused())
        .extracting(Replay.Refused::checks)
        .containsExactly(List.of(Check.NOT_ENDED));
  }
}
