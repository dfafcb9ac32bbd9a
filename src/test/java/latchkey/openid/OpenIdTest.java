package latchkey.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import latchkey.crypto.Tickets;
import latchkey.openid.OpenId.Start;
import latchkey.openid.OpenId.Start.Begun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole flow with a real provider.
class OpenIdTest {
  private static final URI BACK = URI.create("https://keys.example/openid/acme/callback");
  private static final String ACME = "acme";
  private static final RealProvider PROVIDER = new RealProvider();

  private long offset;
  private final OpenId openId = openId(List.of(PROVIDER.registration(ACME)));

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  @AfterEach
  void close() {
    openId.close();
  }

  private long now() {
    return System.currentTimeMillis() + offset;
  }

  private OpenId openId(List<Provider> providers) {
    var tickets = new Tickets(new SecureRandom(), this::now, Duration.ofMinutes(10));
    return new OpenId(providers, /* httpOnLoopback= */ true, tickets, this::now);
  }

  private Begun begin() {
    return (Begun) openId.begin(ACME, BACK);
  }

  private static Callback callback(URI back) {
    Map<String, String> query = RealProvider.query(back);
    return new Callback(
        Optional.ofNullable(query.get("code")),
        Optional.ofNullable(query.get("state")),
        Optional.ofNullable(query.get("error")),
        Optional.ofNullable(query.get("iss")));
  }

  private static String parameter(Begun begun, String name) {
    return Objects.requireNonNull(RealProvider.query(begun.location()).get(name));
  }

  private Outcome finish(Begun begun, URI back) {
    return openId.finish(ACME, Optional.of(begun.ticket()), callback(back), BACK);
  }

  private Outcome signIn() {
    Begun begun = begin();
    return finish(begun, PROVIDER.visit(begun.location()));
  }

  private static void assertRefused(Outcome outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  @Test
  void whoeverSignedInAtTheProviderIsProved() {
    PROVIDER.nextIs(
        "ann-1", Map.of("email", "ann@acme.example", "email_verified", true, "name", "Ann"));
    assertThat(signIn())
        .isEqualTo(
            new Outcome.Proved(
                new Identity(
                    PROVIDER.issuer().toString(),
                    "ann-1",
                    Optional.of("ann@acme.example"),
                    Optional.of("Ann"))));
  }

  @Test
  void anAddressThatTheProviderDidNotVerifyIsNoAddress() {
    for (Map<String, Object> claims :
        List.<Map<String, Object>>of(
            Map.of("email", "ann@acme.example"),
            Map.of("email", "ann@acme.example", "email_verified", false),
            Map.of("email", "ann@acme.example", "email_verified", "yes"))) {
      PROVIDER.nextIs("ann-1", claims);
      assertThat(signIn())
          .isInstanceOfSatisfying(
              Outcome.Proved.class,
              proved -> assertThat(proved.identity().verifiedEmail()).isEmpty());
    }
  }

  @Test
  void theBrowserIsSentWithStateNonceAndAChallengeAndNoSecret() {
    Begun begun = begin();
    Map<String, String> query = RealProvider.query(begun.location());
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("scope", "openid email profile")
        .containsEntry("client_id", RealProvider.CLIENT)
        .containsEntry("redirect_uri", BACK.toString())
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(query.values()).doesNotHaveDuplicates();
    assertThat(begun.location().toString()).doesNotContain("secret").doesNotContain(begun.ticket());
    assertThat(begun).hasToString("Begun[redacted]");
  }

  @Test
  void aCallbackWithoutTheBrowsersTicketIsRefused() {
    Begun begun = begin();
    URI back = PROVIDER.visit(begun.location());
    assertRefused(openId.finish(ACME, Optional.empty(), callback(back), BACK), "began no sign-in");
    assertRefused(finish(begin(), back), "another attempt");
    assertThat(finish(begun, back)).isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void anAttemptEndsOnceAndExpires() {
    Begun begun = begin();
    URI back = PROVIDER.visit(begun.location());
    assertThat(finish(begun, back)).isInstanceOf(Outcome.Proved.class);
    assertRefused(finish(begun, back), "began no sign-in");
    Begun late = begin();
    URI lateBack = PROVIDER.visit(late.location());
    offset += Duration.ofMinutes(10).toMillis();
    assertRefused(finish(late, lateBack), "too long ago");
  }

  @Test
  void aCodeOfAnotherAttemptIsRefusedByItsChallengeAndByItsNonce() {
    Begun mine = begin();
    String code = RealProvider.query(PROVIDER.visit(begin().location())).get("code");
    String state = parameter(mine, "state");
    Callback mixed =
        new Callback(
            Optional.ofNullable(code), Optional.of(state), Optional.empty(), Optional.empty());
    assertRefused(openId.finish(ACME, Optional.of(mine.ticket()), mixed, BACK), "answered 400");

    Begun begun = begin();
    String nonce = parameter(begun, "nonce");
    URI other = URI.create(begun.location().toString().replace(nonce, "another"));
    assertRefused(finish(begun, PROVIDER.visit(other)), "nonce");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    PROVIDER.nextIs("ann-1", Map.of("aud", List.of("another-client")));
    assertRefused(signIn(), "aud");
  }

  @Test
  void anExpiredTokenAndOneOfAnotherTimeAreRefused() {
    PROVIDER.next("ann-1", Map.of(), -120);
    assertRefused(signIn(), "xpired");
    Begun begun = begin();
    URI back = PROVIDER.visit(begun.location());
    offset = -Duration.ofMinutes(2).toMillis(); // so the token is of the future
    assertRefused(finish(begun, back), "before use time");
  }

  @Test
  void aRefusalAtTheProviderIsOneHere() {
    Begun begun = begin();
    String state = parameter(begun, "state");
    Callback denied =
        new Callback(
            Optional.empty(), Optional.of(state), Optional.of("access_denied"), Optional.empty());
    assertRefused(openId.finish(ACME, Optional.of(begun.ticket()), denied, BACK), "access_denied");
  }

  @Test
  void aCallbackThatNamesAnotherIssuerIsRefused() {
    Begun begun = begin();
    Callback back = callback(PROVIDER.visit(begun.location()));
    Callback mixed =
        new Callback(
            back.code(), back.state(), Optional.empty(), Optional.of("https://evil.example"));
    assertRefused(
        openId.finish(ACME, Optional.of(begun.ticket()), mixed, BACK), "another provider");
  }

  @Test
  void anAttemptAtOneProviderIsNoneAtAnother() {
    try (OpenId two = openId(List.of(PROVIDER.registration("one"), PROVIDER.registration("two")))) {
      Begun begun = (Begun) two.begin("one", BACK);
      URI back = PROVIDER.visit(begun.location());
      assertRefused(
          two.finish("two", Optional.of(begun.ticket()), callback(back), BACK), "began no sign-in");
      assertThat(two.begin("three", BACK)).isInstanceOf(Start.UnknownProvider.class);
      assertThat(two.names()).containsExactly("one", "two");
    }
  }

  @Test
  void aProviderWithoutEncryptionIsTakenOnLoopbackOnlyAndOnlyIfAllowed() {
    var tickets = new Tickets(new SecureRandom(), this::now, Duration.ofMinutes(10));
    List<Provider> here = List.of(PROVIDER.registration(ACME));
    assertThatThrownBy(() -> new OpenId(here, false, tickets, this::now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https only");
    Provider elsewhere =
        new Provider(ACME, URI.create("http://idp.example"), "x", Optional.empty());
    assertThatThrownBy(() -> new OpenId(List.of(elsewhere), true, tickets, this::now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https only");
  }
}
