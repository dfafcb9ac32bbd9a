package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import latchkey.crypto.Keyset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final KeyReader reader = new KeyReader();

  private static KeyText generate(String prefix, Environment environment) {
    return KeyText.generate(prefix, environment, PublicId.random(RANDOM), RANDOM);
  }

  @Test
  void aKeyLooksAsDocumented() {
    KeyText key = generate("lk", Environment.LIVE);
    assertThat(key.token().reveal())
        .matches("lk_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}");
    assertThat(key.apiKey()).isEqualTo("lk_live_" + key.id());
    assertThat(key.apiKey() + "_" + key.apiSecret().reveal()).isEqualTo(key.token().reveal());
    assertThat(generate("acme9", Environment.TEST).token().reveal()).startsWith("acme9_test_");
  }

  @Property(tries = 200)
  void everyKeyReadsBackAsTokenAndAsPair(
      @ForAll @AlphaChars @NumericChars @StringLength(max = 11) String rest,
      @ForAll Environment environment) {
    KeyText key = generate("p" + rest.toLowerCase(java.util.Locale.ROOT), environment);
    assertThat(reader.read(Credential.token(key.token().reveal()))).isTrue();
    assertThat(reader.id()).isEqualTo(key.id());
    assertThat(reader.read(Credential.pair(key.apiKey(), key.apiSecret().reveal()))).isTrue();
    assertThat(reader.id()).isEqualTo(key.id());
  }

  @Property(tries = 500)
  void aKeyWithOneCharacterChangedIsRefusedWithoutALookUp(
      @ForAll @IntRange(max = 72) int at, @ForAll char to) {
    String token = generate("lk", Environment.LIVE).token().reveal();
    String changed = token.substring(0, at) + to + token.substring(at + 1);
    assertThat(reader.read(Credential.token(changed))).isEqualTo(changed.equals(token));
  }

  @Property
  void anyTextIsRefusedAndNothingIsThrown(@ForAll String key, @ForAll String secret) {
    assertThat(reader.read(Credential.token(key))).isFalse();
    assertThat(reader.read(Credential.pair(key, secret))).isFalse();
  }

  @Property(tries = 300)
  void aKeyCutShortOrMadeLongerIsRefused(@ForAll @IntRange(max = 72) int length) {
    String token = generate("lk", Environment.LIVE).token().reveal();
    assertThat(reader.read(Credential.token(token.substring(0, length)))).isFalse();
    assertThat(reader.read(Credential.token(token + "a".repeat(length + 1)))).isFalse();
    assertThat(reader.read(Credential.token(token.repeat(1 + length / 10) + "x"))).isFalse();
  }

  /// A character above 127 whose low bits are those of the right one must not pass for it.
  @Test
  void aLookalikeBeyondAsciiIsRefused() {
    String token = generate("lk", Environment.LIVE).token().reveal();
    String lookalike = (char) (token.charAt(0) + 0x100) + token.substring(1);
    assertThat(reader.read(Credential.token(lookalike))).isFalse();
    assertThat(reader.read(Credential.pair(lookalike, "x"))).isFalse();
  }

  @Test
  void aPairSplitAtTheWrongPlaceIsRefused() {
    KeyText key = generate("lk", Environment.LIVE);
    String token = key.token().reveal();
    assertThat(reader.read(Credential.pair("lk", token.substring(3)))).isFalse();
    assertThat(reader.read(Credential.pair(token.substring(0, 20), token.substring(20)))).isFalse();
    assertThat(reader.read(Credential.pair(token, ""))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LK", "9k", "l_k", "abcdefghijklm", "lk-", "ł"})
  void aPrefixThatWouldNotReadBackIsRefused(String prefix) {
    assertThatThrownBy(() -> generate(prefix, Environment.LIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a key prefix is");
  }

  @Test
  void aSecretMatchesItsOwnDigestUnderEveryPepperOfTheKeyset() {
    Keyset first = Keyset.generate(RANDOM);
    Keyset second = first.withNewPepper(RANDOM);
    KeyText key = generate("lk", Environment.LIVE);
    KeyText other = KeyText.generate("lk", Environment.LIVE, key.id(), RANDOM);
    reader.read(Credential.token(key.token().reveal()));
    SecretDigest old = reader.digest(first, 0);
    SecretDigest fresh = reader.digest(second, 1);
    assertThat(fresh.code()).isNotEqualTo(old.code());
    assertThat(reader.match(new SecretDigest[] {old}, second, 0)).isSameAs(old);
    assertThat(reader.match(new SecretDigest[] {old, fresh}, second, 0)).isIn(old, fresh);
    reader.read(Credential.token(other.token().reveal()));
    assertThat(reader.match(new SecretDigest[] {old, fresh}, second, 0)).isNull();
    assertThat(reader.match(new SecretDigest[0], second, 0)).isNull();
  }

  @Test
  void aDigestOfAPepperThatTheKeysetLacksMatchesNothing() {
    Keyset first = Keyset.generate(RANDOM);
    KeyText key = generate("lk", Environment.LIVE);
    reader.read(Credential.token(key.token().reveal()));
    SecretDigest fresh = reader.digest(first.withNewPepper(RANDOM), 0);
    assertThat(reader.match(new SecretDigest[] {fresh}, first, 0)).isNull();
  }

  @Test
  void nothingOfASecretIsPrinted() {
    KeyText key = generate("lk", Environment.LIVE);
    String secret = key.apiSecret().reveal();
    assertThat(key.toString()).doesNotContain(secret).contains("[redacted]");
    assertThat(Credential.token(key.token().reveal()).toString()).isEqualTo("[redacted]");
    assertThat(key.token().toString()).isEqualTo("[redacted]");
  }
}
