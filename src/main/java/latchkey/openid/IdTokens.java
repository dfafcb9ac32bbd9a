package latchkey.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Checks what one provider signs. Its keys are read when they are needed, again when a token
/// names one that is not known, and not more often than twice in half a minute.
final class IdTokens {
  /// Signatures only, and none with a secret that both sides have.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Set<String> REQUIRED = Set.of("sub", "iat", "exp");
  private static final Duration SKEW = Duration.ofMinutes(1);

  /// A token comes straight from the provider, so an old one has no business here.
  private static final Duration OLDEST = Duration.ofMinutes(10);

  private final Provider provider;
  private final LongSupplier clock;
  private final JWKSource<SecurityContext> keys;

  IdTokens(Provider provider, URI keys, Outbound outbound, LongSupplier clock) {
    this.provider = provider;
    this.clock = clock;
    try {
      this.keys =
          JWKSourceBuilder.create(
                  keys.toURL(),
                  url -> new Resource(outbound.get(URI.create(url.toString())), "application/json"))
              .refreshAheadCache(false) // which would keep threads
              .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an address: " + keys, e);
    }
  }

  /// Whom the token proves, where it was made for us and for the attempt with this nonce.
  Outcome check(String token, String nonce) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(claimsVerifier(nonce));
    try {
      return judge(processor.process(token, null));
    } catch (KeySourceException e) {
      return new Outcome.Unavailable("the keys of %s: %s".formatted(provider.name(), e));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return new Outcome.Refused("the token of %s: %s".formatted(provider.name(), e.getMessage()));
    }
  }

  private DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(String nonce) {
    JWTClaimsSet exactly =
        new JWTClaimsSet.Builder()
            .issuer(provider.issuer().toString())
            .claim("nonce", nonce)
            .build();
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(provider.clientId(), exactly, REQUIRED) {
          @Override
          protected Date currentTime() {
            return Date.from(Instant.ofEpochMilli(clock.getAsLong()));
          }
        };
    verifier.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    return verifier;
  }

  private Outcome judge(JWTClaimsSet claims) throws ParseException {
    long age = clock.getAsLong() - claims.getIssueTime().toInstant().toEpochMilli();
    if (age < -SKEW.toMillis() || age > OLDEST.toMillis()) {
      return new Outcome.Refused("the token was not issued just now");
    }
    @Nullable String party = claims.getStringClaim("azp");
    List<String> audience = claims.getAudience();
    if (party == null ? audience.size() > 1 : !party.equals(provider.clientId())) {
      return new Outcome.Refused("the token was issued to another party");
    }
    String subject = claims.getSubject();
    if (subject.isBlank() || subject.length() > Identity.MOST_SUBJECT) {
      return new Outcome.Refused("the token's subject is nobody");
    }
    Optional<String> email = text(claims, "email").filter(_ -> isTrue(claims));
    return new Outcome.Proved(
        new Identity(provider.issuer().toString(), subject, email, text(claims, "name")));
  }

  private static Optional<String> text(JWTClaimsSet claims, String name) {
    return Optional.ofNullable(claims.getClaim(name))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(text -> !text.isBlank());
  }

  /// Some providers write the word instead of the value.
  private static boolean isTrue(JWTClaimsSet claims) {
    Object said = claims.getClaim("email_verified");
    return Boolean.TRUE.equals(said) || "true".equals(said);
  }
}
