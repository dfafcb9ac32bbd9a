package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheRfc(long second, String code) {
    assertThat(Totp.code(SECRET, second / 30)).isEqualTo(code);
    assertThat(Totp.step(SECRET, code, 0, second * 1_000)).hasValue(second / 30);
  }

  @Test
  void aCodeOfTheStepBeforeOrAfterCountsAndAnOlderOneDoesNot() {
    String code = Totp.code(SECRET, 100);
    for (long step = 99; step <= 101; step++) {
      assertThat(Totp.step(SECRET, code, 0, step * 30_000)).hasValue(100);
    }
    assertThat(Totp.step(SECRET, code, 0, 102 * 30_000)).isEmpty();
    assertThat(Totp.step(SECRET, code, 0, 98 * 30_000)).isEmpty();
  }

  @Test
  void aCodeProvesNothingTwiceNorDoesAnEarlierOne() {
    assertThat(Totp.step(SECRET, Totp.code(SECRET, 100), 100, 100 * 30_000)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, 99), 100, 100 * 30_000)).isEmpty();
    assertThat(Totp.step(SECRET, "", 0, 0)).isEmpty();
  }

  @Test
  void secretsAreShownAsAppsReadThem() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.base32("foob".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YQ");
  }
}
