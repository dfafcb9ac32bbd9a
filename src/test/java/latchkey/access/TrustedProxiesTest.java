package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustedProxiesTest {
  private static final String PROXY = "10.0.0.1";
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(AddressList.parse(List.of("10.0.0.0/8", "2001:db8:ffff::/48")));

  @Test
  void anUntrustedSocketIsTheClientWhateverItsHeadersSay() {
    assertThat(client("203.0.113.9", List.of("for=192.0.2.1"), List.of("192.0.2.1")))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void noListTrustsNobody() {
    assertThat(TrustedProxies.of(AddressList.ANY)).isSameAs(TrustedProxies.NONE);
    assertThat(TrustedProxies.NONE.trusts(address(PROXY))).isFalse();
    assertThat(TrustedProxies.NONE.clientOf(address(PROXY), List.of(), List.of("192.0.2.1")))
        .isEqualTo(address(PROXY));
  }

  @Test
  void withoutHeadersTheProxyItselfIsTheClient() {
    assertThat(client(PROXY, List.of(), List.of())).isEqualTo(PROXY);
    assertThat(client(PROXY, List.of(""), List.of(" , "))).isEqualTo(PROXY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1                           | 192.0.2.1",
        "192.0.2.1:4711                      | 192.0.2.1",
        "2001:db8::1                         | 2001:db8::1",
        "[2001:db8::1]                       | 2001:db8::1",
        "[2001:db8::1]:4711                  | 2001:db8::1",
        "::ffff:192.0.2.1                    | 192.0.2.1",
        "192.0.2.1, 10.0.0.7,10.0.0.8        | 192.0.2.1",
        "192.0.2.1,, ,10.0.0.7               | 192.0.2.1",
        "198.51.100.1, 192.0.2.1, 10.0.0.7   | 192.0.2.1",
        "10.9.9.9, 10.0.0.7                  | 10.9.9.9",
        "198.51.100.1, unknown, 10.0.0.7     | 10.0.0.7",
        "198.51.100.1, 10.0.0.999, 10.0.0.7  | 10.0.0.7",
        "198.51.100.1, localhost             | 10.0.0.1",
        "192.0.2.1:                          | 10.0.0.1",
        "192.0.2.1:http                      | 10.0.0.1",
        "192.0.2.1:123456                    | 10.0.0.1",
        "[192.0.2.1]                         | 10.0.0.1",
        "[2001:db8::1                        | 10.0.0.1",
        "[2001:db8::1]4711                   | 10.0.0.1",
        "[]                                  | 10.0.0.1",
        "[]:80                               | 10.0.0.1",
        "2001:db8::1%eth0                    | 10.0.0.1",
      })
  void xForwardedForIsReadFromTheRightUpToTheFirstUntrustedHop(String header, String expected) {
    assertThat(client(PROXY, List.of(), List.of(header))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "for=192.0.2.1                                         | 192.0.2.1",
        "For=192.0.2.1;proto=https;by=10.0.0.1                 | 192.0.2.1",
        "proto=https; FOR=192.0.2.1                            | 192.0.2.1",
        "for=\"192.0.2.1:4711\"                                | 192.0.2.1",
        "for=\"[2001:db8::1]:4711\"                            | 2001:db8::1",
        "for=\"[2001:db8::1]\";host=\"a,b;for=9.9.9.9\"        | 2001:db8::1",
        "for=[2001:db8::1]                                     | 2001:db8::1",
        "for=\"[2001:db8::1]:_obscured\"                       | 2001:db8::1",
        "for=198.51.100.1, for=192.0.2.1;proto=http, for=10.0.0.7 | 192.0.2.1",
        "for=192.0.2.1;host=\"x\\\",\\\\\", for=10.0.0.7       | 192.0.2.1",
        "for=198.51.100.1, for=unknown, for=10.0.0.7           | 10.0.0.7",
        "for=198.51.100.1, for=_hidden, for=10.0.0.7           | 10.0.0.7",
        "for=198.51.100.1, proto=https, for=10.0.0.7           | 10.0.0.7",
        "for=192.0.2.1;for=198.51.100.1                        | 10.0.0.1",
        "for=\"2001:db8::1\"                                   | 10.0.0.1",
        "for=\"192.0.2.1                                       | 10.0.0.1",
        "for=192.0.2.1\"                                       | 10.0.0.1",
        "for=                                                  | 10.0.0.1",
        "for                                                   | 10.0.0.1",
        "192.0.2.1                                             | 10.0.0.1",
      })
  void forwardedIsReadFromTheRightUpToTheFirstUntrustedHop(String header, String expected) {
    assertThat(client(PROXY, List.of(header), List.of())).isEqualTo(expected);
  }

  @Test
  void severalHeaderLinesAreOneList() {
    assertThat(client(PROXY, List.of(), List.of("198.51.100.1, 192.0.2.1", "10.0.0.7", "10.0.0.8")))
        .isEqualTo("192.0.2.1");
  }

  @Test
  void aHeaderThatOnlyTheClientWroteDoesNotReplaceTheOneOfTheProxy() {
    assertThat(client(PROXY, List.of("for=192.0.2.1"), List.of("203.0.113.9"))).isEqualTo("::");
    assertThat(client(PROXY, List.of("for=10.0.0.7"), List.of("203.0.113.9")))
        .isEqualTo("203.0.113.9");
    assertThat(client(PROXY, List.of("for=203.0.113.9"), List.of("10.0.0.7")))
        .isEqualTo("203.0.113.9");
    assertThat(client(PROXY, List.of("nonsense"), List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(client(PROXY, List.of("for=203.0.113.9"), List.of("203.0.113.9")))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void whenAllHopsAreTrustedForwardedIsPreferred() {
    assertThat(client(PROXY, List.of("for=10.0.0.7"), List.of("10.0.0.8"))).isEqualTo("10.0.0.7");
    assertThat(client(PROXY, List.of(), List.of("10.0.0.8"))).isEqualTo("10.0.0.8");
  }

  @Test
  void atMostFiftyHopsAreFollowed() {
    String trusted = "10.0.0.7, ".repeat(TrustedProxies.MAX_HOPS - 1);

    assertThat(client(PROXY, List.of(), List.of("192.0.2.1, " + trusted))).isEqualTo("192.0.2.1");
    assertThat(client(PROXY, List.of(), List.of("192.0.2.1, 10.0.0.9, " + trusted)))
        .isEqualTo("10.0.0.9");
    assertThat(client(PROXY, List.of(), Collections.nCopies(1_000, "10.0.0.7")))
        .isEqualTo("10.0.0.7");
  }

  @Property
  void nothingThatAClientSendsHidesTheAddressThatItsProxyAdds(
      @ForAll @Size(max = 3) List<String> sent, @ForAll("nearlyHeaders") String last) {
    List<String> lines = new ArrayList<>(sent);

    lines.add(last + ", for=\"203.0.113.9:80\";host=\"a, b\"");
    assertThat(client(PROXY, lines, List.of())).isEqualTo("203.0.113.9");

    lines.set(lines.size() - 1, last + ", 203.0.113.9");
    assertThat(client(PROXY, List.of(), lines)).isEqualTo("203.0.113.9");
  }

  @Property
  void theOtherHeaderCanNeverMakeTheClientSomebodyElse(@ForAll("nearlyHeaders") String forged) {
    assertThat(client(PROXY, List.of(forged), List.of("203.0.113.9"))).isIn("203.0.113.9", "::");
    assertThat(client(PROXY, List.of("for=203.0.113.9"), List.of(forged)))
        .isIn("203.0.113.9", "::");
  }

  @Provide
  static Arbitrary<String> nearlyHeaders() {
    return Arbitraries.of(
            "for=",
            "\"",
            "\\",
            ",",
            ";",
            "=",
            "10.0.0.7",
            "192.0.2.1",
            "[",
            "]",
            ":",
            "::1",
            " ",
            "unknown",
            "host")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static String client(String socket, List<String> forwarded, List<String> xForwardedFor) {
    return PROXIES.clientOf(address(socket), forwarded, xForwardedFor).toString();
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }
}
