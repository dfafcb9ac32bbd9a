package latchkey.audit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import latchkey.crypto.Sha256;

/// The hash of an entry, which covers the entry and the hash of the one before it.
///
/// It is SHA-256 over the label `latchkey-audit-1`, the previous entry's hash (32 zero bytes for
/// the first one), and then the entry's fields in this order: organization, seq, at, and what
/// [Entry#COLUMNS] lists, each written as [Covered] says. docs/audit.md says the same to who
/// checks an export.
public final class Hash {
  /// What the first entry of a chain follows.
  public static final Hash NONE = new Hash(new byte[32]);

  private static final String LABEL = "latchkey-audit-1";

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  static Hash of(byte[] stored) {
    return new Hash(stored.clone());
  }

  /// The hash of `entry`, which follows one that has this hash.
  Hash next(Entry entry) {
    return next(entry.orgId(), entry.seq(), entry.at(), entry.texts());
  }

  Hash next(String orgId, long seq, long at, List<Optional<String>> texts) {
    Covered covered = new Covered(LABEL).with(this).with(orgId).with(seq).with(at);
    texts.forEach(covered::with);
    return new Hash(Sha256.of(covered.bytes()));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// In hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
