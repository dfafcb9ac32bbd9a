package latchkey.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Short-lived tickets that can be redeemed once: challenges, and browsers' attempts to sign in.
///
/// A ticket proves itself by its code, so handing one out costs no memory, and strangers who ask
/// for many push out nobody else's. Only redeemed ones are remembered, until they would have
/// expired. The key lives as long as the process, and so do its tickets.
public final class Tickets {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final int RANDOM_BYTES = 16;
  private static final int CODE_BYTES = 32;
  private static final int LENGTH = RANDOM_BYTES + Long.BYTES + CODE_BYTES;
  private static final int MOST_REDEEMED = 100_000;

  private final SecureRandom random;
  private final LongSupplier clock;
  private final Duration lifetime;
  private final SecretKeySpec key;

  /// When each redeemed ticket would have expired.
  private final Map<String, Long> redeemed = new ConcurrentHashMap<>();

  public Tickets(SecureRandom random, LongSupplier clock, Duration lifetime) {
    this.random = random;
    this.clock = clock;
    this.lifetime = lifetime;
    byte[] secret = new byte[CODE_BYTES];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  public Duration lifetime() {
    return lifetime;
  }

  /// A new ticket, good for that purpose only.
  public String issue(String purpose) {
    byte[] head = new byte[RANDOM_BYTES + Long.BYTES];
    random.nextBytes(head);
    ByteBuffer.wrap(head).putLong(RANDOM_BYTES, clock.getAsLong() + lifetime.toMillis());
    return TEXT.encodeToString(
        ByteBuffer.allocate(LENGTH).put(head).put(code(purpose, head)).array());
  }

  /// Whether the ticket is ours, for that purpose, neither expired nor redeemed.
  public boolean isGood(String ticket, String purpose) {
    return expiry(ticket, purpose).isPresent() && !redeemed.containsKey(ticket);
  }

  /// Takes the ticket; of two who redeem one, one succeeds. To be called when all else has proved
  /// right, for then only those who hold a credential can fill the memory.
  public boolean redeem(String ticket, String purpose) {
    long now = clock.getAsLong();
    redeemed.values().removeIf(expiry -> expiry < now);
    return redeemed.size() < MOST_REDEEMED
        && expiry(ticket, purpose)
            .map(expiry -> redeemed.putIfAbsent(ticket, expiry) == null)
            .orElse(false);
  }

  /// A text that belongs to the ticket and tells nothing of it, nor of one with another label.
  public String derive(String ticket, String label) {
    return TEXT.encodeToString(code("derived " + label, ticket.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<Long> expiry(String ticket, String purpose) {
    byte[] bytes = bytes(ticket);
    if (bytes.length != LENGTH || !TEXT.encodeToString(bytes).equals(ticket)) {
      return Optional.empty();
    }
    byte[] head = new byte[RANDOM_BYTES + Long.BYTES];
    byte[] shown = new byte[CODE_BYTES];
    ByteBuffer.wrap(bytes).get(head).get(shown);
    long expiry = ByteBuffer.wrap(head).getLong(RANDOM_BYTES);
    return MessageDigest.isEqual(shown, code(purpose, head)) && clock.getAsLong() < expiry
        ? Optional.of(expiry)
        : Optional.empty();
  }

  private static byte[] bytes(String ticket) {
    try {
      return Base64.getUrlDecoder().decode(ticket);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private byte[] code(String purpose, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0); // no purpose holds one, so where it ends is certain
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
