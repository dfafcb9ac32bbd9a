package latchkey.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import latchkey.crypto.Signer;

/// A signed statement about a chain: at its entry `seq` it had this hash.
///
/// @param at when it was signed
/// @param keyVersion which of the installation's keys signed it
/// @param signature Ed25519, in base64
public record Seal(
    Kind kind, String orgId, long seq, Hash hash, long at, int keyVersion, String signature) {

  public enum Kind {
    /// The chain was so.
    CHECKPOINT("latchkey-audit-checkpoint-1"),
    /// The entries up to this one were taken away, for they were too old.
    BASE("latchkey-audit-base-1");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  static Seal sign(Signer signer, Kind kind, String orgId, long seq, Hash hash, long at) {
    String signature = signer.sign(statement(kind, orgId, seq, hash, at));
    return new Seal(kind, orgId, seq, hash, at, signer.version(), signature);
  }

  boolean isSignedBy(Signer signer) {
    return signer.verifies(keyVersion, statement(kind, orgId, seq, hash, at), signature);
  }

  /// The label, organization, seq, hash and at, each written as [Covered] says.
  private static byte[] statement(Kind kind, String orgId, long seq, Hash hash, long at) {
    return new Covered(kind.label).with(orgId).with(seq).with(hash).with(at).bytes();
  }

  static Seal of(Kind kind, ResultSet row) throws SQLException {
    return new Seal(
        kind,
        row.getString("org_id"),
        row.getLong("seq"),
        Hash.of(row.getBytes("hash")),
        row.getLong("at"),
        row.getInt("key_version"),
        row.getString("signature"));
  }
}
