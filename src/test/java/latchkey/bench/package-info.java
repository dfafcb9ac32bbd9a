/// Benchmarks, and what the scripts in `bench/` run; nothing here is a test.
///
/// Read [Decide] for what a decision costs and [GenerateKeys] for the data of the races.
@NullMarked
package latchkey.bench;

import org.jspecify.annotations.NullMarked;
