package latchkey.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The hash of an entry, which covers the entry and the hash of the one before it.
///
/// It is SHA-256 over the label `latchkey-audit-1`, the previous entry's hash (32 zero bytes for
/// the first one), and then the entry's fields in this order: organization, seq, at, and what
/// [Entry#COLUMNS] lists. A number is 8 bytes, big-endian. A text is the length of its UTF-8 in 4
/// bytes, big-endian, and then its UTF-8; one that is absent has the length -1. docs/audit.md says
/// the same to who checks an export.
public final class Hash {
  /// What the first entry of a chain follows.
  public static final Hash NONE = new Hash(new byte[32]);

  private static final byte[] LABEL = "latchkey-audit-1".getBytes(StandardCharsets.US_ASCII);
  private static final int ABSENT = -1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  static Hash of(byte[] stored) {
    return new Hash(stored.clone());
  }

  Hash next(Entry entry) {
    return next(entry.orgId(), entry.seq(), entry.at(), entry.texts());
  }

  /// The hash of an entry that follows one with this hash.
  Hash next(String orgId, long seq, long at, List<Optional<String>> texts) {
    ByteArrayOutputStream covered = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(covered)) {
      out.write(LABEL);
      out.write(bytes);
      write(out, orgId);
      out.writeLong(seq);
      out.writeLong(at);
      for (Optional<String> text : texts) {
        write(out, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Hash(sha256().digest(covered.toByteArray()));
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static void write(DataOutputStream out, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      write(out, text.get());
    } else {
      out.writeInt(ABSENT);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
