package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is asked on every request makes no garbage.
final class AllocationTest {
  private static final int ROUNDS = 10_000;

  @Test
  void askingAnAddressListAllocatesNothing() {
    AddressList list =
        AddressList.parse(
            IntStream.range(0, 100)
                .mapToObj(i -> i % 2 == 0 ? "10." + i + ".0.0/16" : "2001:db8:" + i + "::/48")
                .toList());
    Address ipv4 = Address.parse("10.98.1.1").orElseThrow();
    Address ipv6 = Address.parse("2001:db8:64::1").orElseThrow();

    assertThat(bytesAllocatedBy(() -> list.allows(ipv4) && !list.allows(ipv6))).isZero();
  }

  @Test
  void findingTheClientOfAnUntrustedSocketAllocatesNothing() {
    TrustedProxies proxies = TrustedProxies.of(AddressList.parse(List.of("10.0.0.0/8")));
    Address socket = Address.parse("203.0.113.9").orElseThrow();
    List<String> forged = List.of("192.0.2.1");

    assertThat(bytesAllocatedBy(() -> proxies.clientOf(socket, List.of(), forged).equals(socket)))
        .isZero();
  }

  @Test
  void askingAQueryAllocatesNothing() {
    Catalog catalog = Catalog.with(List.of(new Resource("tickets", List.of("read", "close"))));
    Grants grants = Grants.parse(List.of("contacts.read", "leads.update", "tickets.*"), catalog);
    Query one = Query.of("contacts.read");
    Query query =
        Query.parse(
            "contacts.read AND (leads.read OR leads.update AND (*.fly OR tickets.close AND *.close))");

    assertThat(bytesAllocatedBy(() -> one.heldBy(grants) && query.heldBy(grants))).isZero();
  }

  /// Per round: the few bytes that the virtual machine may allot once do not count.
  private static long bytesAllocatedBy(BooleanSupplier ask) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(ask.getAsBoolean()).isTrue();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean held = true;
    for (int i = 0; i < ROUNDS; i++) {
      held &= ask.getAsBoolean();
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(held).isTrue();
    return bytes / ROUNDS;
  }
}
