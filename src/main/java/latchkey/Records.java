package latchkey;

import latchkey.audit.AuditReader;
import latchkey.audit.Verifier;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.usage.Sightings;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageTable;

/// What was done here and what was asked: the audit log, the counts, and from where.
record Records(
    AuditReader audit,
    Verifier verifier,
    UsageReader usage,
    UsageTable counts,
    Sightings sightings) {
  static Records of(Database database, Signer signer, UsageTable counts) {
    return new Records(
        new AuditReader(database),
        new Verifier(database, signer),
        new UsageReader(database),
        counts,
        new Sightings(database));
  }
}
