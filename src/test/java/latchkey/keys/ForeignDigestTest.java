package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The digests were made by other programs: sha256sum, openssl, libxcrypt and argon2.
class ForeignDigestTest {
  private static final byte[] HMAC_KEY = "import-secret".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:e64669a2296053a57c61f2df718d1f8378bf5d7ccc7e76a1efd4332db3b132fe",
        "SHA256:E64669A2296053A57C61F2DF718D1F8378BF5D7CCC7E76A1EFD4332DB3B132FE",
        "hmac-sha256:92d223dbd9d7d90f3e20262e021be95b1f020994725473103e033005bf06bf4d",
        "$2b$05$abcdefghijklmnopqrstuuvc/LDQszRKwzqfb3XVJnplY8LG62jN2",
        "$2y$05$abcdefghijklmnopqrstuuvc/LDQszRKwzqfb3XVJnplY8LG62jN2",
      })
  void aTextIsKnownByItsDigestAndNoOtherIs(String digest) {
    ForeignDigest parsed = ForeignDigest.parse(digest);
    assertThat(parsed.isOf("sk_live_abc123_topsecret", HMAC_KEY)).isTrue();
    assertThat(parsed.isOf("sk_live_abc123_topsecreu", HMAC_KEY)).isFalse();
    assertThat(parsed.isOf("", HMAC_KEY)).isFalse();
    assertThat(parsed.toString()).doesNotContain(digest);
  }

  /// From the test suite of the reference implementation.
  @Test
  void anArgon2HashIsKnown() {
    ForeignDigest parsed =
        ForeignDigest.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    assertThat(parsed.isOf("password", new byte[0])).isTrue();
    assertThat(parsed.isOf("passwore", new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "md5:00000000000000000000000000000000",
        "sha256:12",
        "$2b$04$short",
        "$2b$15$abcdefghijklmnopqrstuuWkR8a5bZ2yqGNYx5J2r6V6i8yGdF4bK",
        "$argon2id$v=19$m=9999999,t=3,p=1$c29tZXNhbHQ$c29tZWhhc2g",
      })
  void whatIsNoDigestOrTooCostlyIsRefused(String digest) {
    assertThatThrownBy(() -> ForeignDigest.parse(digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("digest is");
  }

  /// bcrypt reads 72 bytes; a longer text must not pass for another one that begins the same.
  @Test
  void aTextThatIsTooLongForBcryptMatchesNothing() {
    String digest = com.password4j.BcryptFunction.getInstance(4).hash("x".repeat(72)).getResult();
    ForeignDigest parsed = ForeignDigest.parse(digest);
    assertThat(parsed.isOf("x".repeat(72), new byte[0])).isTrue();
    assertThat(parsed.isOf("x".repeat(73), new byte[0])).isFalse();
  }
}
