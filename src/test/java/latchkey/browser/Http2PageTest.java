package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import latchkey.TestServer;
import latchkey.http.TestCertificate;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;

/// A browser comes by HTTP/2 where Latchkey speaks TLS itself.
class Http2PageTest {
  private static final String PROTOCOLS =
      """
      () => performance.getEntriesByType('navigation')
          .concat(performance.getEntriesByType('resource'))
          .map(entry => entry.nextHopProtocol)
      """;

  @Test
  void aPageAndWhatItLoadsComeByHttp2() {
    TestCertificate certificate = TestCertificate.make();
    try (TestServer server =
            TestServer.start(
                Map.of(
                    Setting.TLS_CERTIFICATE, certificate.certificate().toString(),
                    Setting.TLS_KEY, certificate.key().toString()));
        BrowserContext context =
            Chromium.browser()
                .newContext(
                    new NewContextOptions().setBaseURL(server.url()).setIgnoreHTTPSErrors(true))) {
      Page page = context.newPage();
      page.navigate("/sign-in");
      assertThat((List<?>) page.evaluate(PROTOCOLS)).hasSizeGreaterThan(2).allMatch("h2"::equals);
    }
  }
}
