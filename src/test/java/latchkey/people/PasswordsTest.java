package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import latchkey.crypto.Secret;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final Secret GOOD = new Secret("correct horse 🐴 staple");
  private final Passwords passwords = new Passwords(new SecureRandom());

  @Test
  void aHashIsOfOnePasswordAndNeverTheSameTwice() {
    String hash = passwords.hash(GOOD);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash(GOOD)).isNotEqualTo(hash);
    assertThat(passwords.matches(GOOD, Optional.of(hash))).isTrue();
    assertThat(passwords.matches(new Secret("correct horse staple"), Optional.of(hash))).isFalse();
    assertThat(passwords.matches(GOOD, Optional.empty())).isFalse();
  }

  @Test
  void shortLongAndBreachedPasswordsAreRefused() {
    assertThat(Passwords.weakness(GOOD)).isEmpty();
    assertThat(Passwords.weakness(new Secret("a".repeat(200) + "b")))
        .contains(Refusal.WEAK_PASSWORD);
    assertThat(Passwords.weakness(new Secret("123456789"))).contains(Refusal.WEAK_PASSWORD);
    for (String breached :
        List.of("1234567890", "qwertyuiop", "QwertyUIOP", "1q2w3e4r5t", "password123")) {
      assertThat(Passwords.weakness(new Secret(breached)))
          .as(breached)
          .contains(Refusal.BREACHED_PASSWORD);
    }
  }

  /// The same work is done either way; the medians are compared generously, for the machine is
  /// shared.
  @Test
  void anUnknownAccountTakesAsLong() {
    Optional<String> hash = Optional.of(passwords.hash(GOOD));
    Secret wrong = new Secret("a wrong password");
    long known = median(() -> passwords.matches(wrong, hash));
    long unknown = median(() -> passwords.matches(wrong, Optional.empty()));
    assertThat((double) unknown / known).isBetween(0.4, 2.5);
  }

  private static long median(BooleanSupplier work) {
    long[] nanos = new long[11];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      assertThat(work.getAsBoolean()).isFalse();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
