package latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private long now = 1_000;
  private final Tickets tickets = fresh();

  private Tickets fresh() {
    return new Tickets(new SecureRandom(), () -> now, Duration.ofMinutes(5));
  }

  @Test
  void aTicketIsGoodUntilItIsRedeemed() {
    String ticket = tickets.issue("passkey");
    assertThat(tickets.isGood(ticket, "passkey")).isTrue();
    assertThat(tickets.redeem(ticket, "passkey")).isTrue();
    assertThat(tickets.isGood(ticket, "passkey")).isFalse();
    assertThat(tickets.redeem(ticket, "passkey")).isFalse();
  }

  @Test
  void aTicketServesNoOtherPurpose() {
    String ticket = tickets.issue("passkey of ann");
    assertThat(tickets.isGood(ticket, "passkey of bob")).isFalse();
    assertThat(tickets.redeem(ticket, "passkey of bob")).isFalse();
    assertThat(tickets.redeem(ticket, "passkey of ann")).isTrue();
  }

  @Test
  void aTicketExpiresAndARedeemedOneDoesNotComeBack() {
    String ticket = tickets.issue("passkey");
    String used = tickets.issue("passkey");
    assertThat(tickets.redeem(used, "passkey")).isTrue();
    now += Duration.ofMinutes(5).toMillis() - 1;
    assertThat(tickets.isGood(ticket, "passkey")).isTrue();
    assertThat(tickets.redeem(used, "passkey")).isFalse();
    now += 1;
    assertThat(tickets.redeem(ticket, "passkey")).isFalse();
    assertThat(tickets.redeem(used, "passkey")).isFalse();
  }

  @Test
  void aForgedOrForeignTicketIsNone() {
    String ticket = tickets.issue("passkey");
    char old = ticket.charAt(3);
    String forged = ticket.substring(0, 3) + (old == 'A' ? 'B' : 'A') + ticket.substring(4);
    List<String> texts =
        List.of("", "?", "AAAA", ticket + "A", ticket + "=", forged, fresh().issue("passkey"));
    assertThat(texts).noneMatch(text -> tickets.isGood(text, "passkey"));
    assertThat(texts).noneMatch(text -> tickets.redeem(text, "passkey"));
  }

  @Test
  void ofManyWhoRedeemATicketOneSucceeds() throws Exception {
    String ticket = tickets.issue("passkey");
    Callable<Boolean> redeem = () -> tickets.redeem(ticket, "passkey");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long succeeded =
          threads.invokeAll(Stream.generate(() -> redeem).limit(50).toList()).stream()
              .filter(done -> done.resultNow())
              .count();
      assertThat(succeeded).isEqualTo(1);
    }
  }

  @Test
  void whatIsDerivedBelongsToTicketAndLabel() {
    String ticket = tickets.issue("openid");
    assertThat(tickets.derive(ticket, "state"))
        .isEqualTo(tickets.derive(ticket, "state"))
        .isNotEqualTo(tickets.derive(ticket, "nonce"))
        .isNotEqualTo(tickets.derive(tickets.issue("openid"), "state"))
        .hasSize(43);
  }
}
