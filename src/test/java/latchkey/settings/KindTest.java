package latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts become values and values become the same texts; everything else is refused.
final class KindTest {
  private static final Kind<Long> SIZE = Kind.size(0, 1L << 50);
  private static final Kind<Duration> DURATION =
      Kind.duration(Duration.ZERO, Duration.ofHours(1_000_000));

  @Property
  void whatASizeShowsReadsBackAsTheSameSize(
      @ForAll @LongRange(min = 0, max = 1L << 50) long bytes) {
    assertThat(SIZE.read(SIZE.show(bytes))).isEqualTo(bytes);
  }

  @Property
  void whatADurationShowsReadsBackAsTheSameDuration(
      @ForAll @LongRange(min = 0, max = 3_600_000_000_000L) long millis) {
    var duration = Duration.ofMillis(millis);
    assertThat(DURATION.read(DURATION.show(duration))).isEqualTo(duration);
  }

  /// Whatever the operator's file holds, the refusal is one line.
  @Property
  void anyTextIsReadOrRefusedInOneLine(@ForAll String text) {
    for (var setting : Setting.all()) {
      try {
        assertThat(setting.kind().read(text)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).message().hasLineCount(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "512,512B",
    "512B,512B",
    "1024,1KB",
    "1024KB,1MB",
    "64mb,64MB",
    "1GiB,1GB",
    "1536KB,1536KB"
  })
  void sizesCountIn1024(String text, String shown) {
    assertThat(SIZE.show(SIZE.read(text))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"500ms,500ms", "1000ms,1s", "60s,1m", "90s,90s", "3600s,1h", "0h,0s"})
  void durationsShowInTheirLargestUnit(String text, String shown) {
    assertThat(DURATION.show(DURATION.read(text))).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "-1s", "1.5s", "10 s", "s", "1d", "999999999999999h", "١s"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> DURATION.read(text))
        .hasMessageContaining("is not a duration from 0s to ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1TB", "1 MB", "0.5GB", "MB", "999999999999999GB"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> SIZE.read(text)).hasMessageContaining("is not a size from 0B to ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65535"})
  void bothBoundsAreInside(String text) {
    assertThat(Kind.count(0, 65_535).read(text)).isEqualTo(Integer.parseInt(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "65536", "99999999999999999999", "1e3", " 1", "٣"})
  void otherCountsAreRefused(String text) {
    assertThatThrownBy(() -> Kind.count(0, 65_535).read(text))
        .hasMessageContaining("is not a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.0/8",
        "::1",
        "fd00::/8",
        "::ffff:10.0.0.1",
        "0.0.0.0/0",
        "::/0"
      })
  void addressesAndNetworksAreTaken(String text) {
    assertThat(Kind.NETWORK.read(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10",
        "*",
        "10.0.0.*",
        "10.0.0.1-9",
        "10.0.0.256",
        "10.0.0.0/33",
        "::1/129",
        "/8",
        "010.0.0.1",
        "10.0.0.0/255.0.0.0",
        "fe80::1%eth0",
        "example.org",
        "10.0.0.1:80",
        "0x7f.1",
        "::ffff:1.2.3"
      })
  void whatIsNoPlainAddressIsRefused(String text) {
    assertThatThrownBy(() -> Kind.NETWORK.read(text)).hasMessageContaining("is not an IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,localhost",
    "db_1.example.org,db_1.example.org",
    "0.0.0.0,0.0.0.0",
    "::,::",
    "[::1],::1"
  })
  void hostsAreNamesOrAddresses(String text, String shown) {
    assertThat(Kind.HOST.read(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:80", "[::1]:80", "http://x", "a b", "-x", "::1/64", "x."})
  void otherHostsAreRefused(String text) {
    assertThatThrownBy(() -> Kind.HOST.read(text)).hasMessageContaining("is not a host name");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://h/n,jdbc:postgresql://h/n",
    "postgres://h:5432/n?sslmode=require,jdbc:postgresql://h:5432/n?sslmode=require",
    "jdbc:postgresql://h/n,jdbc:postgresql://h/n",
    "'postgresql://u:p@a:1,b:2/n','jdbc:postgresql://a:1,b:2/n'"
  })
  void databaseAddressesBecomeTheDriversOwn(String text, String jdbcUrl) {
    assertThat(Kind.DATABASE_URL.read(text).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @Test
  void aLoginInADatabaseAddressIsTakenOutOfIt() {
    var url = Kind.DATABASE_URL.read("postgresql://app:p%40ss%2Fword@db:5432/latchkey");
    assertThat(url.user()).contains("app");
    assertThat(url.password().orElseThrow().reveal()).isEqualTo("p@ss/word");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/latchkey");
    assertThat(url).hasToString("jdbc:postgresql://db:5432/latchkey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://app:hunter2@db/x", "postgresql://app:hunter2@db",
            "postgresql://app:hunter2@db/x y",
        "jdbc:postgresql://db/x?password=hunter2", "postgresql://db/x?a=b&sslpassword=hunter2",
            "hunter2"
      })
  void otherDatabaseAddressesAreRefusedWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> Kind.DATABASE_URL.read(text))
        .hasMessageStartingWith("the value is not an address such as")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://keys.example.com",
        "https://keys.example.com:8443",
        "http://localhost:8080",
        "http://127.0.0.1",
        "https://[fd00::1]:8443"
      })
  void whereBrowsersComeToIsAnOrigin(String text) {
    assertThat(Kind.WEB_ORIGIN.read(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys.example.com",
        "https://keys.example.com/",
        "https://keys.example.com/latchkey",
        "https://keys.example.com:443",
        "http://keys.example.com:80",
        "https://keys.example.com:99999",
        "https://Keys.example.com",
        "https://ann@keys.example.com",
        "https://keys..example",
        "ftp://keys.example.com"
      })
  void otherPlacesForBrowsersAreRefused(String text) {
    assertThatThrownBy(() -> Kind.WEB_ORIGIN.read(text))
        .hasMessageContaining("is not an address such as");
  }

  @Test
  void aProviderIsFourWordsAndItsSecretIsNotShown() {
    var provider =
        Kind.OPENID_PROVIDER.read("google  https://accounts.google.com 12.example GOC-hunter2");
    assertThat(provider.name()).isEqualTo("google");
    assertThat(provider.issuer()).hasToString("https://accounts.google.com");
    assertThat(provider.clientId()).isEqualTo("12.example");
    assertThat(provider.clientSecret().orElseThrow().reveal()).isEqualTo("GOC-hunter2");
    assertThat(provider).hasToString("google https://accounts.google.com 12.example [redacted]");
    assertThat(Kind.OPENID_PROVIDER.read("a https://b/c/ d").clientSecret()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "google",
        "google https://accounts.google.com",
        "Google https://accounts.google.com us hunter2",
        "google accounts.google.com us hunter2",
        "google https://accounts.google.com?x=1 us hunter2",
        "google https://u@accounts.google.com us hunter2",
        "google https://accounts.google.com us hunter2 hunter2"
      })
  void otherProvidersAreRefusedWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> Kind.OPENID_PROVIDER.read(text))
        .hasMessageStartingWith("the value is not a provider as")
        .hasMessageNotContaining("hunter2");
  }
}
