package latchkey;

import latchkey.advice.Advisor;
import latchkey.audit.AuditReader;
import latchkey.audit.Verifier;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.gate.Reason;
import latchkey.usage.Sightings;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageTable;

/// What was done here and what was asked: the audit log, the counts, from where, and what follows.
record Records(
    AuditReader audit,
    Verifier verifier,
    UsageReader usage,
    UsageTable counts,
    Sightings sightings,
    Advisor advisor) {
  static Records of(Database database, Rooms rooms, Signer signer, UsageTable counts) {
    UsageReader usage = new UsageReader(database, Reason.outcomeName(Reason.GRANTED));
    Sightings sightings = new Sightings(database);
    return new Records(
        new AuditReader(database),
        new Verifier(database, signer),
        usage,
        counts,
        sightings,
        new Advisor(database, rooms.keyRoom().list(), usage, sightings, rooms.people().members()));
  }
}
