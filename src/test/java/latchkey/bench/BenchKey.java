package latchkey.bench;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Query;
import latchkey.crypto.Keyset;
import latchkey.keys.Credential;
import latchkey.keys.Environment;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyReader;
import latchkey.keys.KeyTerms;
import latchkey.keys.KeyText;
import latchkey.keys.Metadata;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.keys.Tags;
import latchkey.keys.Validity;
import latchkey.limits.Limits;

/// The key that every benchmark uses: eight address ranges of which the last one matches, two
/// limits that are never used up, four permissions.
final class BenchKey {
  /// How much of an `X-API-Secret` is digested; a checksum follows.
  static final int SECRET_LENGTH = 43;

  static final String ORGANIZATION = "org_bench";
  static final Address CLIENT = Address.parse("127.0.0.1").orElseThrow();
  static final Query NEED = Query.of("contacts.read");
  static final List<String> PERMISSIONS =
      List.of("contacts.read", "contacts.update", "leads.read", "calls.create");
  static final String ADDRESSES =
      "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 203.0.113.0/24 198.51.100.0/24 192.0.2.0/24"
          + " 100.64.0.0/10 127.0.0.0/8";
  static final String LIMITS = "per-minute=1000000000/60s per-hour=1000000000/3600s";

  private BenchKey() {}

  static KeyText text(SecureRandom random) {
    return KeyText.generate(
        KeyText.DEFAULT_PREFIX, Environment.LIVE, PublicId.random(random), random);
  }

  static SecretDigest digest(KeyText text, KeyReader reader, Keyset keyset) {
    if (!reader.read(Credential.token(text.token().reveal()))) {
      throw new IllegalStateException("a generated key is well-formed");
    }
    return reader.digest(keyset, /* slot= */ 0);
  }

  /// As if it had just been read from its row: it shares nothing with other keys.
  static StoredKey.Present stored(KeyText text, int number, SecretDigest digest) {
    Key.Stamp stamp = new Key.Stamp(0, new String("bench"));
    KeyTerms terms =
        new KeyTerms(
            "key " + number,
            "",
            PERMISSIONS.stream().map(String::new).toList(),
            AddressList.ofText(ADDRESSES),
            Limits.ofText(LIMITS),
            Validity.UNBOUNDED,
            new Metadata(new String("{}")),
            Tags.NONE);
    KeyDraft draft =
        new KeyDraft(new String(ORGANIZATION), Optional.empty(), Environment.LIVE, terms);
    Key key = Key.made(draft, text.id(), new String(KeyText.DEFAULT_PREFIX), stamp);
    return new StoredKey.Present(key, List.of(digest));
  }
}
