package latchkey.keys;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32;
import latchkey.crypto.Hmac;
import latchkey.crypto.Hmac.HmacKey;
import latchkey.crypto.Keyset;
import org.jspecify.annotations.Nullable;

/// Reads presented credentials for one thread: form, checksum, public id, and whether a secret is
/// the one that a digest was made of. It keeps one buffer, so that reading makes no garbage;
/// nothing of a credential outlives the next [#read].
public final class KeyReader {
  private static final int MOST = KeyText.MOST_PREFIX + KeyText.AFTER_PREFIX;
  private static final int ROOM = Math.max(MOST, ForeignText.MOST);
  private static final int LEAST = 1 + KeyText.AFTER_PREFIX;
  private static final int SECRET_PART = KeyText.SECRET_LENGTH + KeyText.CHECKSUM_LENGTH;
  private static final int ENVIRONMENT = 4;

  private final byte[] text = new byte[ROOM];
  private final byte[] code = new byte[Hmac.LENGTH];
  private final CRC32 crc = new CRC32();
  private final Hmac hmac = new Hmac();
  private int length;

  /// What of the text is digested: the secret, or all of it where it has a form of its own.
  private int digestedFrom;
  private int digestedLength;

  private long idHigh;
  private long idLow;

  /// Whether the credential has a key's form and its checksum is right. The other methods speak
  /// of the last one that was.
  public boolean read(Credential credential) {
    String key = credential.key();
    String secret = credential.secret();
    boolean read = hasShape(key, secret) && copy(key, secret) && hasChecksum() && hasForm();
    digestedFrom = secretStart();
    digestedLength = KeyText.SECRET_LENGTH;
    return read;
  }

  /// Whether the credential could be an imported key, which has a form of its own; a pair is read
  /// as its halves joined by `_`. Only [#match], [#digest] and [#fingerprint] speak of it.
  public boolean readForeign(Credential credential) {
    String key = credential.key();
    String secret = credential.secret();
    length = secret == null ? key.length() : key.length() + 1 + secret.length();
    if (length < ForeignText.LEAST || length > ForeignText.MOST) {
      return false;
    }
    digestedFrom = 0;
    digestedLength = length;
    return copy(key, secret);
  }

  /// A text as it may be remembered: half of its code under a pepper.
  public record Fingerprint(long high, long low) {}

  /// Of what was read, under the keyset's current pepper.
  public Fingerprint fingerprint(Keyset keyset) {
    HmacKey pepper = Objects.requireNonNull(keyset.pepper(keyset.currentPepper()));
    hmac.code(pepper, text, digestedFrom, digestedLength, code);
    ByteBuffer half = ByteBuffer.wrap(code);
    return new Fingerprint(half.getLong(), half.getLong());
  }

  public PublicId id() {
    return new PublicId(idHigh, idLow);
  }

  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  /// The secret that was read, digested under the keyset's current pepper.
  public SecretDigest digest(Keyset keyset, int slot) {
    int version = keyset.currentPepper();
    HmacKey pepper = Objects.requireNonNull(keyset.pepper(version));
    hmac.code(pepper, text, digestedFrom, digestedLength, code);
    return new SecretDigest(slot, version, code);
  }

  /// Which of the digests that hold now the secret that was read belongs to, or null. Each of
  /// them is compared, in constant time.
  public @Nullable SecretDigest match(SecretDigest[] digests, Keyset keyset, long now) {
    SecretDigest match = null;
    int computed = 0;
    for (SecretDigest digest : digests) {
      if (digest.retiredAt(now)) {
        continue;
      }
      if (digest.pepperVersion() != computed) {
        HmacKey pepper = keyset.pepper(digest.pepperVersion());
        if (pepper == null) {
          continue; // made with a newer keyset: nothing here can match it
        }
        computed = digest.pepperVersion();
        hmac.code(pepper, text, digestedFrom, digestedLength, code);
      }
      if (digest.isOf(code)) {
        match = digest;
      }
    }
    return match;
  }

  private int secretStart() {
    return length - SECRET_PART;
  }

  private int idStart() {
    return secretStart() - 1 - PublicId.LENGTH;
  }

  private int environmentStart() {
    return idStart() - 1 - ENVIRONMENT;
  }

  /// The lengths and the underscores: most of what is no key ends here, before it is copied.
  private boolean hasShape(String key, @Nullable String secret) {
    int total = secret == null ? key.length() : key.length() + 1 + secret.length();
    if (total < LEAST || total > MOST || (secret != null && secret.length() != SECRET_PART)) {
      return false;
    }
    length = total;
    return (secret != null || key.charAt(secretStart() - 1) == '_')
        && key.charAt(idStart() - 1) == '_'
        && key.charAt(environmentStart() - 1) == '_';
  }

  private boolean copy(String key, @Nullable String secret) {
    int end = copyAscii(key, 0);
    if (secret == null) {
      return end == length;
    }
    if (end < 0) {
      return false;
    }
    text[end] = '_';
    return copyAscii(secret, end + 1) == length;
  }

  /// The position behind the copied text, or -1 when it is not ASCII.
  private int copyAscii(String from, int at) {
    int seen = 0;
    for (int i = 0; i < from.length(); i++) {
      char c = from.charAt(i);
      seen |= c;
      text[at + i] = (byte) (c & 0x7f);
    }
    return seen < 128 ? at + from.length() : -1;
  }

  private boolean hasForm() {
    return isEnvironment(environmentStart())
        && isPrefix(environmentStart() - 1)
        && readId(idStart())
        && isBase62(secretStart(), KeyText.SECRET_LENGTH);
  }

  private boolean isEnvironment(int at) {
    int word =
        text[at] << 24 | text[at + 1] << 16 | text[at + 2] << 8 | text[at + 3]; // ASCII: no signs
    return word == 0x6c697665 /* live */ || word == 0x74657374 /* test */;
  }

  private boolean isPrefix(int end) {
    boolean valid = text[0] >= 'a' && text[0] <= 'z';
    for (int i = 1; i < end; i++) {
      byte c = text[i];
      valid &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    return valid;
  }

  private boolean readId(int at) {
    idHigh = Base62.parse(text, at, PublicId.LENGTH / 2);
    idLow = Base62.parse(text, at + PublicId.LENGTH / 2, PublicId.LENGTH / 2);
    return idHigh >= 0 && idLow >= 0;
  }

  private boolean isBase62(int from, int count) {
    int digits = 0;
    for (int i = from; i < from + count; i++) {
      digits |= Base62.value(text[i]);
    }
    return digits >= 0;
  }

  private boolean hasChecksum() {
    int checked = length - KeyText.CHECKSUM_LENGTH;
    crc.reset();
    crc.update(text, 0, checked);
    return crc.getValue() == Base62.parse(text, checked, KeyText.CHECKSUM_LENGTH);
  }
}
