package latchkey.openid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Secret;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/// A real OpenID provider on this machine, at which everybody is signed in already.
public final class RealProvider implements AutoCloseable {
  public static final String CLIENT = "latchkey-at-acme";
  private static final String TENANT = "acme";
  private static final int EXPIRY = 300;

  private final MockOAuth2Server server = new MockOAuth2Server();
  private final HttpClient browser = HttpClient.newHttpClient();

  public RealProvider() {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  public URI issuer() {
    return URI.create(server.issuerUrl(TENANT).toString());
  }

  public Provider registration(String name) {
    return new Provider(name, issuer(), CLIENT, Optional.of(new Secret("its & secret")));
  }

  /// Who signs in next.
  public void nextIs(String subject, Map<String, Object> claims) {
    next(subject, claims, EXPIRY);
  }

  void next(String subject, Map<String, Object> claims, long secondsToLive) {
    var _ =
        server.enqueueCallback(
            new DefaultOAuth2TokenCallback(
                TENANT, subject, "JWT", List.of(CLIENT), claims, secondsToLive));
  }

  /// Goes where a browser is sent, and says where it is sent back to.
  public URI visit(URI location) {
    try {
      HttpResponse<String> answer =
          browser.send(HttpRequest.newBuilder(location).build(), BodyHandlers.ofString());
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The parameters of an address.
  public static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    browser.close();
    server.shutdown();
  }
}
