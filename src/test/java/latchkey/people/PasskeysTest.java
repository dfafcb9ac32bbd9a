package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.crypto.Tickets;
import latchkey.db.TestDatabases;
import latchkey.people.Passkeys.Proof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Real ceremonies with an emulated authenticator.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class PasskeysTest {
  private static final String SITE = "https://keys.example.com";
  private static final Duration VALID = Duration.ofMinutes(5);
  private static final String ANN = "admin";
  private static final String BOB = "member";
  private static final Proof.Proved IS_ANN = new Proof.Proved(ANN);

  @Parameter TestDatabases engine;
  private Town town;
  private Passkeys passkeys;
  private final Authenticator device = new Authenticator(SITE);

  @BeforeEach
  void open() {
    town = new Town(engine);
    passkeys =
        new Passkeys(
            town.database,
            Town.RANDOM,
            () -> URI.create(SITE),
            new Tickets(Town.RANDOM, () -> town.now, VALID),
            town.failures(),
            () -> town.now);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Session session(String person) {
    return town.session(town.signIn(person));
  }

  private static By by(Session session) {
    return By.person(session.person().id(), session.person().name(), Town.HERE);
  }

  private Outcome<Passkey> register(Session session, String name, String credential) {
    return passkeys.register(session, name, credential, by(session));
  }

  private Outcome<Passkey> register(Session session, Authenticator with) {
    return register(session, "Laptop", with.create(passkeys.creation(session.person())));
  }

  private static Passkey made(Outcome<Passkey> outcome) {
    return ((Outcome.Changed<Passkey>) outcome).value();
  }

  private Proof signIn(Authenticator with) {
    return passkeys.prove(with.get(passkeys.request()), Town.HERE);
  }

  @Test
  void whoeverHasThePasskeyIsProvedWithoutSayingWhoTheyAre() {
    Passkey passkey = made(register(session(ANN), device));
    assertThat(passkeys.list(ANN)).containsExactly(passkey);
    assertThat(passkey.lastUsedAt()).isEmpty();
    town.now += 1_000;
    assertThat(signIn(device)).isEqualTo(IS_ANN);
    assertThat(signIn(device)).isEqualTo(IS_ANN);
    assertThat(passkeys.find(ANN, passkey.id()).orElseThrow().lastUsedAt()).contains(town.now);
    assertThat(town.audited(Town.ACME)).contains("Added the passkey \"Laptop\"");
  }

  @Test
  void aPasskeyOfAnotherSiteIsNone() {
    Session ann = session(ANN);
    PasskeyOptions.Creation options = passkeys.creation(ann.person());
    for (String site :
        List.of("https://evil.example", "https://a.keys.example.com", SITE + ":8443")) {
      String credential = new Authenticator(site).create(options);
      assertThat(register(ann, "Phished", credential))
          .isEqualTo(Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING));
    }
    made(register(ann, device));
    assertThat(signIn(device.at("https://evil.example"))).isEqualTo(new Proof.Wrong());
    assertThat(signIn(device.at("http://keys.example.com"))).isEqualTo(new Proof.Wrong());
    assertThat(signIn(device.at(SITE))).isEqualTo(IS_ANN);
  }

  @Test
  void aChallengeServesOnceAndForFiveMinutes() {
    Session ann = session(ANN);
    String credential = device.create(passkeys.creation(ann.person()));
    assertThat(register(ann, "Laptop", credential)).isInstanceOf(Outcome.Changed.class);
    assertThat(register(ann, "Again", credential))
        .isEqualTo(Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING));

    String shown = device.get(passkeys.request());
    assertThat(passkeys.prove(shown, Town.HERE)).isEqualTo(IS_ANN);
    assertThat(passkeys.prove(shown, Town.HERE)).isEqualTo(new Proof.Wrong());

    String late = device.get(passkeys.request());
    String lateOne = new Authenticator(SITE).create(passkeys.creation(ann.person()));
    town.now += VALID.toMillis();
    assertThat(passkeys.prove(late, Town.HERE)).isEqualTo(new Proof.Wrong());
    assertThat(register(ann, "Late", lateOne))
        .isEqualTo(Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING));
  }

  @Test
  void aChallengeServesThePersonAndThePurposeItWasMadeFor() {
    Session ann = session(ANN);
    Session bob = session(BOB);
    String forAnn = device.create(passkeys.creation(ann.person()));
    assertThat(register(bob, "Stolen", forAnn))
        .isEqualTo(Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING));
    assertThat(register(ann, "Laptop", forAnn)).isInstanceOf(Outcome.Changed.class);
    PasskeyOptions.Request request = passkeys.request();
    PasskeyOptions.Request mixed =
        new PasskeyOptions.Request(
            passkeys.creation(ann.person()).challenge(),
            request.timeout(),
            request.rpId(),
            request.userVerification());
    assertThat(passkeys.prove(device.get(mixed), Town.HERE)).isEqualTo(new Proof.Wrong());
  }

  @Test
  void aPasskeyThatIsRegisteredIsNobodyElses() {
    Session ann = session(ANN);
    Session bob = session(BOB);
    Authenticator copy = new Authenticator(SITE);
    String answer = copy.create(passkeys.creation(bob.person()));
    made(register(bob, "Bob's", answer));
    assertThat(signIn(copy)).isEqualTo(new Proof.Proved(BOB));
    // what bob's device says of itself, shown as if it were of ann's
    String asAnns = copy.get(passkeys.request()).replace(handle(BOB), handle(ANN));
    assertThat(passkeys.prove(asAnns, Town.HERE)).isEqualTo(new Proof.Wrong());
    assertThat(town.audited(AuditLog.INSTALLATION))
        .contains("Showed the passkey \"Bob's\", of somebody else");
    made(register(ann, device));
    assertThat(passkeys.list(ANN)).hasSize(1);
    assertThat(passkeys.list(BOB)).hasSize(1);
  }

  private static String handle(String person) {
    return Token.text(person.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSameDeviceIsAskedNotToRegisterTwice() {
    Session ann = session(ANN);
    made(register(ann, device));
    assertThat(passkeys.creation(ann.person()).excludeCredentials()).hasSize(1);
    assertThat(passkeys.creation(session(BOB).person()).excludeCredentials()).isEmpty();
  }

  @Test
  void aCounterThatDoesNotGoOnIsRefusedAndTold() {
    made(register(session(ANN), device));
    String copied = device.get(passkeys.request());
    assertThat(signIn(device)).isEqualTo(IS_ANN);
    assertThat(passkeys.prove(copied, Town.HERE)).isEqualTo(new Proof.Wrong());
    assertThat(town.audited(AuditLog.INSTALLATION))
        .contains("Showed the passkey \"Laptop\", whose counter went back");
    device.standingStill();
    assertThat(signIn(device)).isEqualTo(new Proof.Wrong());
  }

  @Test
  void anAuthenticatorThatDoesNotCountIsTaken() {
    device.standingStill();
    made(register(session(ANN), device));
    assertThat(signIn(device)).isEqualTo(IS_ANN);
    assertThat(signIn(device)).isEqualTo(IS_ANN);
  }

  @Test
  void ofManyWhoShowTheSameAnswerOneIsProved() throws Exception {
    made(register(session(ANN), device));
    String shown = device.get(passkeys.request());
    Callable<Proof> prove = () -> passkeys.prove(shown, Town.HERE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Proof> proofs =
          threads.invokeAll(Stream.generate(() -> prove).limit(20).toList()).stream()
              .map(done -> done.resultNow())
              .toList();
      assertThat(proofs).filteredOn(IS_ANN::equals).hasSize(1);
    }
  }

  @Test
  void anAnswerThatIsNoneProvesNothing() {
    Session ann = session(ANN);
    made(register(ann, device));
    String shown = device.get(passkeys.request());
    List<String> answers =
        List.of(
            "",
            "{}",
            "null",
            "[]",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{},\"type\":\"public-key\"}",
            shown.replaceFirst("\"signature\":\"....", "\"signature\":\"AAAA"),
            shown.replaceFirst("\"authenticatorData\":\"....", "\"authenticatorData\":\"AAAA"),
            shown.replaceFirst("\"clientDataJSON\":\"....", "\"clientDataJSON\":\"AAAA"),
            shown.replace("\"userHandle\"", "\"other\""));
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(passkeys.prove(answer, Town.HERE)).isEqualTo(new Proof.Wrong()));
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(register(ann, "x", answer))
                    .isEqualTo(Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING)));
    assertThat(passkeys.prove(shown, Town.HERE)).isEqualTo(IS_ANN);
  }

  @Test
  void whoeverFailsTooOftenWaits() {
    IntStream.range(0, 30)
        .forEach(_ -> assertThat(passkeys.prove("{}", Town.HERE)).isEqualTo(new Proof.Wrong()));
    assertThat(passkeys.prove("{}", Town.HERE)).isInstanceOf(Proof.TooMany.class);
    town.now += Duration.ofMinutes(2).toMillis();
    assertThat(passkeys.prove("{}", Town.HERE)).isEqualTo(new Proof.Wrong());
  }

  @Test
  void aPersonHasAtMostTwenty() {
    Session ann = session(ANN);
    IntStream.range(0, Passkeys.MOST).forEach(_ -> made(register(ann, new Authenticator(SITE))));
    assertThat(register(ann, new Authenticator(SITE)))
        .isEqualTo(Outcome.refused(Refusal.TOO_MANY_PASSKEYS));
    var _ = passkeys.delete(ann, passkeys.list(ANN).getFirst().id(), by(ann));
    made(register(ann, new Authenticator(SITE)));
  }

  @Test
  void passkeysAreRenamedAndDeletedByTheirOwnerOnly() {
    Session ann = session(ANN);
    Session bob = session(BOB);
    Passkey passkey = made(register(ann, device));
    String id = passkey.id();
    assertThat(passkeys.rename(bob, id, OptionalLong.empty(), "Mine", by(bob)))
        .isEqualTo(Outcome.absent());
    assertThat(passkeys.delete(bob, id, by(bob))).isEqualTo(Outcome.absent());
    assertThat(passkeys.find(BOB, id)).isEmpty();

    Passkey renamed = made(passkeys.rename(ann, id, OptionalLong.of(1), " Old laptop ", by(ann)));
    assertThat(renamed.name()).isEqualTo("Old laptop");
    assertThat(renamed.version()).isEqualTo(2);
    assertThat(passkeys.rename(ann, id, OptionalLong.of(1), "x", by(ann)))
        .isEqualTo(new Outcome.Stale<>(2));

    String shown = device.get(passkeys.request());
    assertThat(passkeys.delete(ann, id, by(ann))).isEqualTo(Outcome.changed(renamed));
    assertThat(passkeys.delete(ann, id, by(ann))).isEqualTo(Outcome.absent());
    assertThat(passkeys.prove(shown, Town.HERE)).isEqualTo(new Proof.Wrong());
    assertThat(town.audited(Town.ACME))
        .contains(
            "Renamed the passkey \"Laptop\" to \"Old laptop\"",
            "Deleted the passkey \"Old laptop\"");
  }
}
