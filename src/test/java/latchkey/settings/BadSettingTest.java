package latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/// A mistake is told in one line that says what, where from and what would be right.
final class BadSettingTest {
  private static final Map<String, String> NOTHING = Map.of();

  @Test
  void aValueOfTheWrongFormNamesItsOrigin() {
    refused(Map.of(Setting.PORT, "http"), NOTHING)
        .hasMessage("port: \"http\" is not a whole number from 0 to 65535 (flag --port)");
    refused(Map.of(), Map.of("LATCHKEY_IDLE_TIMEOUT", "10"))
        .hasMessage(
            "idle-timeout: \"10\" is not a duration from 50ms to 1h such as 500ms, 10s, 2m or 1h (environment LATCHKEY_IDLE_TIMEOUT)");
  }

  @Test
  void aBadEntryOfAListIsNamedAlone() {
    refused(Map.of(Setting.TRUSTED_PROXIES, "10.0.0.0/8, 10.0.0.0/33"), NOTHING)
        .hasMessage(
            "trusted-proxies: \"10.0.0.0/33\" is not an IP address or a network such as 10.0.0.0/8 (flag --trusted-proxies)");
  }

  @Test
  void aBadValueIsRefusedEvenWhereAStrongerSourceOutranksIt() {
    refused(Map.of(Setting.PORT, "9000"), Map.of("LATCHKEY_PORT", "nine"))
        .hasMessage(
            "port: \"nine\" is not a whole number from 0 to 65535 (environment LATCHKEY_PORT)");
  }

  @Test
  void anUnknownVariableIsRefusedWithTheNearestName() {
    refused(Map.of(), Map.of("LATCHKEY_PROT", "1"))
        .hasMessage(
            "unknown setting in the environment: LATCHKEY_PROT, did you mean LATCHKEY_PORT?");
    refused(Map.of(), Map.of("LATCHKEY_SOMETHING_ELSE", "1"))
        .hasMessage("unknown setting in the environment: LATCHKEY_SOMETHING_ELSE");
  }

  @Test
  void variablesOfTheScriptAndOfOtherProgramsPass() {
    var settings =
        Settings.load(
            Map.of(),
            Map.of(
                "LATCHKEY_JAVA_OPTS",
                "-Xmx1g",
                "LATCHKEY_JAVA_HOME",
                "/jdk",
                "PORT",
                "x",
                "latchkey_port",
                "x"));
    assertThat(settings.get(Setting.PORT)).isEqualTo(8080);
  }

  /// A Service named `latchkey` would otherwise keep every pod of its namespace from starting.
  @Test
  void theLinksThatKubernetesAddsForAServiceArePassedOver() {
    var settings =
        Settings.load(
            Map.of(),
            Map.of(
                "LATCHKEY_PORT", "tcp://10.0.0.7:8080",
                "LATCHKEY_SERVICE_HOST", "10.0.0.7",
                "LATCHKEY_SERVICE_PORT", "8080",
                "LATCHKEY_SERVICE_PORT_HTTP", "8080",
                "LATCHKEY_PORT_8080_TCP", "tcp://10.0.0.7:8080",
                "LATCHKEY_PORT_8080_TCP_PROTO", "tcp",
                "LATCHKEY_PORT_8080_TCP_ADDR", "10.0.0.7",
                "LATCHKEY_DB_PORT", "tcp://10.0.0.8:5432",
                "LATCHKEY_DB_SERVICE_HOST", "10.0.0.8"));
    assertThat(settings.origin(Setting.PORT)).isEqualTo(new Origin.Default());
  }

  @Test
  void managementIsNotOpenedToOtherMachinesByAccident() {
    refused(Map.of(Setting.MANAGEMENT_HOST, "0.0.0.0"), NOTHING)
        .hasMessage(
            "management-host: 0.0.0.0 can be reached by other machines, and health and metrics ask for no credential; set management-public to true if that is meant (flag --management-host)");
    var meant =
        Map.<Setting<?>, String>of(
            Setting.MANAGEMENT_HOST, "::", Setting.MANAGEMENT_PUBLIC, "true");
    assertThat(Settings.load(meant, NOTHING).get(Setting.MANAGEMENT_HOST)).isEqualTo("::");
  }

  @Test
  void theVerifyDoorIsNotOpenWhereOtherMachinesReachIt() {
    refused(Map.of(Setting.VERIFY_OPEN_ON_LOOPBACK, "true"), Map.of("LATCHKEY_HOST", "example.org"))
        .hasMessage(
            "verify-open-on-loopback: refused while host is example.org, since a proxy on this machine would open it to everybody; give callers a management key instead (flag --verify-open-on-loopback)");
    for (var host : new String[] {"localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"}) {
      var loopback =
          Map.<Setting<?>, String>of(Setting.VERIFY_OPEN_ON_LOOPBACK, "true", Setting.HOST, host);
      assertThat(Settings.load(loopback, NOTHING).get(Setting.VERIFY_OPEN_ON_LOOPBACK)).isTrue();
    }
  }

  @Test
  void twoListenersDoNotShareAPortUnlessBothTakeAnyFreeOne() {
    refused(Map.of(Setting.PORT, "8081"), NOTHING)
        .hasMessage("management-port: 8081 is the doors' port too (default)");
    var anyFree = Map.<Setting<?>, String>of(Setting.PORT, "0", Setting.MANAGEMENT_PORT, "0");
    assertThat(Settings.load(anyFree, NOTHING).get(Setting.PORT)).isZero();
  }

  @Test
  void aCertificateAndItsKeyGoTogether() {
    refused(Map.of(Setting.TLS_CERTIFICATE, "c.pem"), NOTHING)
        .hasMessage(
            "tls-certificate: tls-certificate and tls-key go together (flag --tls-certificate)");
    refused(Map.of(Setting.TLS_KEY, "k.pem"), NOTHING)
        .hasMessage("tls-key: tls-certificate and tls-key go together (flag --tls-key)");
  }

  @Test
  void httpsOnlyIsNotSaidWhereThereIsNoHttps() {
    refused(Map.of(Setting.HTTPS_ONLY, "8760h"), NOTHING)
        .hasMessage(
            "https-only: does nothing without tls-certificate or a public-url of https"
                + " (flag --https-only)");
  }

  @Test
  void aDatabaseLoginWithoutADatabaseIsAMistake() {
    refused(Map.of(), Map.of("LATCHKEY_DATABASE_USER", "app"))
        .hasMessage(
            "database-user: does nothing without database-url (environment LATCHKEY_DATABASE_USER)");
  }

  @Test
  void anOpenIdProviderIsAskedWithoutEncryptionOnThisMachineOnlyAndOnlyIfThatIsMeant() {
    var here =
        Map.<Setting<?>, String>of(Setting.OPENID_PROVIDERS, "here http://localhost:9/acme us pw");
    refused(here, NOTHING)
        .hasMessage(
            "openid-providers: the issuer of here, http://localhost:9/acme, must be https; on this machine, set openid-http-on-loopback to true if http is meant (flag --openid-providers)");
    var allowed = Map.of("LATCHKEY_OPENID_HTTP_ON_LOOPBACK", "true");
    assertThat(Settings.load(here, allowed).get(Setting.OPENID_PROVIDERS)).hasSize(1);
    refused(Map.of(Setting.OPENID_PROVIDERS, "there http://idp.example us pw"), allowed)
        .hasMessageContaining("the issuer of there, http://idp.example, must be https;");
  }

  @Test
  void twoOpenIdProvidersDoNotShareAName() {
    refused(
            Map.of(Setting.OPENID_PROVIDERS, "one https://a.example us,one https://b.example us"),
            NOTHING)
        .hasMessage("openid-providers: two are called one (flag --openid-providers)");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Map<Setting<?>, String> flags, Map<String, String> environment) {
    return assertThatThrownBy(() -> Settings.load(flags, environment))
        .isInstanceOf(BadSetting.class);
  }
}
