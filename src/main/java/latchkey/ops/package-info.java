/// What the operator sees of a running process: whether it is well ([Health]), what it counts
/// ([Metrics]), and both over HTTP ([OpsRoutes]); and the one clock that the process tells time
/// by ([SteadyClock]).
///
/// Not here: what is counted. Whoever owns a number keeps it and registers how to read it.
@NullMarked
package latchkey.ops;

import org.jspecify.annotations.NullMarked;
