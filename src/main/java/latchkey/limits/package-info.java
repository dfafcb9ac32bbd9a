/// How many requests a key may make, and how many it made.
///
/// A [Limit] is N per window, [Limits] are what one key has. A [Meter] counts for one key,
/// [Meters] hold the meter of every key; a [Take] is the answer. [Failures] counts failed
/// credentials with the same arithmetic. Read `Window` first for the promise and its proof, then
/// `Windows`, the pure step, and `OpenFrame`, how a [Meter] stores it. Not here: who is asking,
/// headers, storage, clocks. Nothing outside the JDK is known, save Caffeine in [Failures].
@NullMarked
package latchkey.limits;

import org.jspecify.annotations.NullMarked;
