/// What happened to the data of agents, written down in the transaction of the change itself, so
/// that there are both or neither.
///
/// Start with [Outbox]. Not here: telling anybody, which the workspace door will do.
@NullMarked
package latchkey.outbox;

import org.jspecify.annotations.NullMarked;
