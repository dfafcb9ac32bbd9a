/// The usage journal: every decided request is counted per key, action, outcome, secret,
/// address and minute.
///
/// Start with [UsageJournal]: it hands out writers ([Tally], [SharedTally]) that count into
/// memory-mapped files, and drains those about each second into a [Sink]. [UsageTable] is the
/// sink that keeps SQL rows, and reads them; [Sightings] are the addresses among them. A count that
// was made survives `kill -9` and is
/// applied once. Not here: what an action or an outcome means (numbers with a meaning of the
/// caller's), and metrics of the process.
@NullMarked
package latchkey.usage;

import org.jspecify.annotations.NullMarked;
