package latchkey;

import latchkey.audit.AuditReader;
import latchkey.audit.Verifier;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageTable;

/// What was done here and what was asked: the audit log, and the counts.
record Records(AuditReader audit, Verifier verifier, UsageReader usage, UsageTable counts) {
  static Records of(Database database, Signer signer, UsageTable counts) {
    return new Records(
        new AuditReader(database),
        new Verifier(database, signer),
        new UsageReader(database),
        counts);
  }
}
