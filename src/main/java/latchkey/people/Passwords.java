package latchkey.people;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import latchkey.crypto.Secret;
import latchkey.crypto.SlowWork;

/// What a password must be, and its hash: argon2id with 19 MiB, the least that OWASP asks for.
///
/// A hash takes its memory and tens of milliseconds of a core, so only a few are made at a time.
/// As many wait as will have their turn within about a second; the others are told
/// [latchkey.crypto.SlowWork.Busy].
public final class Passwords {
  public static final int LEAST = 10;
  public static final int MOST = 200;
  private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  private static final int MOST_WAITING = 30 * AT_ONCE;

  /// What is compared where there is no password, so that it takes as long.
  private static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

  private final SecureRandom random;
  private final SlowWork hashing =
      new SlowWork("passwords", AT_ONCE, MOST_WAITING, Duration.ofSeconds(5));

  public Passwords(SecureRandom random) {
    this.random = random;
  }

  /// Why it is too weak to be anybody's; empty when it is not.
  public static Optional<Refusal> weakness(Secret password) {
    int length = password.reveal().codePointCount(0, password.reveal().length());
    if (length < LEAST || length > MOST) {
      return Optional.of(Refusal.WEAK_PASSWORD);
    }
    return Breached.PASSWORDS.contains(password.reveal().toLowerCase(Locale.ROOT))
        ? Optional.of(Refusal.BREACHED_PASSWORD)
        : Optional.empty();
  }

  String hash(Secret password) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return hashing.run(() -> Argon.FUNCTION.hash(bytes(password), salt).getResult());
  }

  /// Whether the password has that hash; takes as long where there is none.
  boolean matches(Secret password, Optional<String> hash) {
    if (password.reveal().length() > MOST * 2) {
      return false; // no password is so long, whoever they are
    }
    String compared = hash.orElse(NOBODYS);
    boolean same =
        hashing.run(
            () ->
                Argon2Function.getInstanceFromHash(compared)
                    .check(bytes(password), utf8(compared)));
    return same && hash.isPresent();
  }

  private static byte[] bytes(Secret password) {
    return utf8(password.reveal());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Left to the first password, so that a start does not wait for it.
  private static final class Argon {
    static final Argon2Function FUNCTION = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  }

  /// The passwords that attackers try first, from breaches of others: see its NOTICE.
  private static final class Breached {
    static final Set<String> PASSWORDS = read();

    private static Set<String> read() {
      try (InputStream zipped =
              Objects.requireNonNull(
                  Passwords.class.getResourceAsStream("/people/breached-passwords.txt.gz"));
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(new GZIPInputStream(zipped), StandardCharsets.UTF_8))) {
        return lines
            .lines()
            .filter(line -> line.length() >= LEAST)
            .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
