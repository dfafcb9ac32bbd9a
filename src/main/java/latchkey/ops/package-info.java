/// What operators watch: [Health], [Metrics], and the [SteadyClock] that decisions are timed by.
/// A leaf: knows no room.
@NullMarked
package latchkey.ops;

import org.jspecify.annotations.NullMarked;
