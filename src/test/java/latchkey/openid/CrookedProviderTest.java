package latchkey.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import latchkey.crypto.Tickets;
import latchkey.openid.OpenId.Start;
import latchkey.openid.OpenId.Start.Begun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a provider, or somebody in its place, may try.
class CrookedProviderTest {
  private static final URI BACK = URI.create("https://keys.example/callback");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static RSAKey key;
  private static RSAKey newer;

  private final CrookedProvider provider = new CrookedProvider();
  private long now = 1_700_000_000_000L;
  private final OpenId openId = openId(TIMEOUT);

  @BeforeAll
  static void keys() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    newer = new RSAKeyGenerator(2048).keyID("two").generate();
  }

  @AfterEach
  void close() {
    openId.close();
    provider.close();
  }

  private OpenId openId(Duration timeout) {
    return new OpenId(
        List.of(provider.registration()),
        new Outbound(/* httpOnLoopback= */ true, timeout),
        new Tickets(new SecureRandom(), () -> now, Duration.ofMinutes(10)),
        () -> now);
  }

  private void publish(RSAKey... published) {
    provider.answers(
        "/keys",
        CrookedProvider.json(new JWKSet(List.of(published)).toString(/* publicKeysOnly= */ true)));
  }

  private JWTClaimsSet.Builder claims(Begun begun) {
    Date at = Date.from(Instant.ofEpochMilli(now));
    return new JWTClaimsSet.Builder()
        .issuer(provider.issuer().toString())
        .subject("ann-1")
        .audience("us")
        .claim("nonce", parameter(begun, "nonce"))
        .issueTime(at)
        .expirationTime(Date.from(at.toInstant().plusSeconds(300)));
  }

  private static String signed(JWTClaimsSet claims, RSAKey by) {
    try {
      return signed(claims, JWSAlgorithm.RS256, by.getKeyID(), new RSASSASigner(by));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(
      JWTClaimsSet claims, JWSAlgorithm algorithm, String kid, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String parameter(Begun begun, String name) {
    return Objects.requireNonNull(RealProvider.query(begun.location()).get(name));
  }

  private Begun begin() {
    return (Begun) openId.begin("crooked", BACK);
  }

  private Outcome finish(Begun begun) {
    return openId.finish(
        "crooked",
        Optional.of(begun.ticket()),
        new Callback(
            Optional.of("code"),
            Optional.of(parameter(begun, "state")),
            Optional.empty(),
            Optional.empty()),
        BACK);
  }

  private Outcome signIn(Consumer<JWTClaimsSet.Builder> change) {
    Begun begun = begin();
    JWTClaimsSet.Builder claims = claims(begun);
    change.accept(claims);
    provider.token(signed(claims.build(), key));
    return finish(begun);
  }

  @Test
  void aTokenThatIsAllRightIsTaken() {
    publish(key);
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    assertThat(provider.asked())
        .filteredOn(asked -> asked.startsWith("/token"))
        .singleElement()
        .asString()
        .contains("code_verifier=")
        .contains(
            Base64.getEncoder().encodeToString("us:s%3A1".getBytes(StandardCharsets.US_ASCII)))
        .doesNotContain("client_secret");
  }

  @Test
  void theSecretGoesIntoTheFormWhereTheProviderWantsItThere() {
    publish(key);
    provider.metadata(
        provider.issuer().toString(),
        provider.url("/token"),
        provider.url("/keys"),
        ", \"token_endpoint_auth_methods_supported\": [\"client_secret_post\"]");
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    assertThat(provider.asked())
        .filteredOn(asked -> asked.startsWith("/token"))
        .singleElement()
        .asString()
        .contains("client_secret=s%3A1")
        .doesNotContain("Basic");
  }

  @Test
  void aWrongClaimIsRefused() {
    publish(key);
    List<Consumer<JWTClaimsSet.Builder>> wrong =
        List.of(
            claims -> claims.issuer("https://evil.example"),
            claims -> claims.issuer(null),
            claims -> claims.audience("them"),
            claims -> claims.audience((String) null),
            claims -> claims.audience(List.of("us", "them")),
            claims -> claims.subject(null),
            claims -> claims.subject(""),
            claims -> claims.claim("nonce", "another"),
            claims -> claims.claim("nonce", null),
            claims -> claims.expirationTime(null),
            claims -> claims.expirationTime(Date.from(Instant.ofEpochMilli(now - 61_000))),
            claims -> claims.issueTime(null),
            claims -> claims.issueTime(Date.from(Instant.ofEpochMilli(now + 61_000))),
            claims -> claims.issueTime(Date.from(Instant.ofEpochMilli(now - 601_000))),
            claims -> claims.notBeforeTime(Date.from(Instant.ofEpochMilli(now + 61_000))),
            claims -> claims.claim("azp", "them"));
    assertThat(wrong).allSatisfy(w -> assertThat(signIn(w)).isInstanceOf(Outcome.Refused.class));
    assertThat(
            signIn(claims -> claims.expirationTime(Date.from(Instant.ofEpochMilli(now - 30_000)))))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void aTokenForSeveralIsTakenWhereItWasIssuedToUs() {
    publish(key);
    assertThat(signIn(claims -> claims.audience(List.of("them", "us")).claim("azp", "us")))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void aTokenThatNobodyOrAnybodySignedIsRefused() throws Exception {
    publish(key);
    Begun begun = begin();
    JWTClaimsSet claims = claims(begun).build();
    provider.token(new PlainJWT(claims).serialize());
    assertThat(finish(begun)).isInstanceOf(Outcome.Refused.class);

    byte[] publicKey = key.toRSAPublicKey().getEncoded();
    provider.token(signed(claims, JWSAlgorithm.HS256, "one", new MACSigner(publicKey)));
    assertThat(finish(begun)).isInstanceOf(Outcome.Refused.class);

    String good = signed(claims, key);
    provider.token(good.substring(0, good.lastIndexOf('.') + 1));
    assertThat(finish(begun)).isInstanceOf(Outcome.Refused.class);

    RSAKey forger = new RSAKeyGenerator(2048).keyID("one").generate();
    provider.token(signed(claims, forger));
    assertThat(finish(begun)).isInstanceOf(Outcome.Refused.class);

    provider.token("no token");
    assertThat(finish(begun)).isInstanceOf(Outcome.Refused.class);

    provider.token(good);
    assertThat(finish(begun)).isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void aNewKeyIsFetchedAndUnknownOnesCostLittle() {
    publish(key);
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    publish(newer);
    Begun begun = begin();
    provider.token(signed(claims(begun).build(), newer));
    assertThat(finish(begun)).isInstanceOf(Outcome.Proved.class);
    long before = provider.count("/keys");
    IntStream.range(0, 20)
        .forEach(_ -> assertThat(signIn(_ -> {})).isNotInstanceOf(Outcome.Proved.class));
    assertThat(provider.count("/keys") - before).isLessThanOrEqualTo(2);
  }

  @Test
  void whatItSaysOfItselfIsAskedOncePerHour() {
    publish(key);
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    assertThat(provider.count("/.well-known/openid-configuration")).isEqualTo(1);
    now += Duration.ofHours(1).toMillis();
    provider.answers("/.well-known/openid-configuration", CrookedProvider.status(500));
    assertThat(signIn(_ -> {})).isInstanceOf(Outcome.Proved.class);
    assertThat(provider.count("/.well-known/openid-configuration")).isEqualTo(2);
  }

  private void assertUnavailable(String why) {
    assertThat(openId.begin("crooked", BACK))
        .isInstanceOfSatisfying(
            Start.Unavailable.class, down -> assertThat(down.why()).contains(why));
    now += Duration.ofSeconds(5).toMillis(); // until it is asked again
  }

  @Test
  void metadataThatLeadsElsewhereIsRefused() {
    provider.metadata("https://evil.example", provider.url("/token"), provider.url("/keys"), "");
    assertUnavailable("says that its issuer is");
    provider.metadata("http://evil.example/token", provider.url("/keys"));
    assertUnavailable("https only");
    provider.metadata(provider.url("/token"), "file:///etc/passwd");
    assertUnavailable("not an address of a provider");
    provider.metadata("https://user@idp.example/token", provider.url("/keys"));
    assertUnavailable("not an address of a provider");
    provider.metadata("", provider.url("/keys"));
    assertUnavailable("not an address of a provider");
    provider.answers("/.well-known/openid-configuration", CrookedProvider.json("<html>"));
    assertUnavailable("JSON");
  }

  @Test
  void noRedirectIsFollowed() {
    try (CrookedProvider other = new CrookedProvider()) {
      String there = other.url("/.well-known/openid-configuration");
      provider.answers("/.well-known/openid-configuration", CrookedProvider.redirect(there));
      assertUnavailable("answered 302");
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsTooLongIsGivenUp() {
    provider.answers(
        "/.well-known/openid-configuration", CrookedProvider.json(" ".repeat((1 << 20) + 1)));
    assertUnavailable("did not answer");
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() {
    CountDownLatch over = new CountDownLatch(1);
    provider.answers(
        "/.well-known/openid-configuration",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    try (OpenId hurried = openId(Duration.ofMillis(200))) {
      assertThat(hurried.begin("crooked", BACK))
          .isInstanceOfSatisfying(
              Start.Unavailable.class, down -> assertThat(down.why()).contains("within"));
    } finally {
      over.countDown();
    }
  }

  @Test
  void aProviderThatIsDownIsUnavailableNotARefusal() {
    Begun begun = begin();
    provider.answers("/token", CrookedProvider.status(503));
    assertThat(finish(begun)).isInstanceOf(Outcome.Unavailable.class);
    provider.token(signed(claims(begun).build(), key));
    provider.answers("/keys", CrookedProvider.status(503));
    assertThat(finish(begun)).isInstanceOf(Outcome.Unavailable.class);
    publish(key);
    assertThat(finish(begun)).isInstanceOf(Outcome.Proved.class);
  }
}
