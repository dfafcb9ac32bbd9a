/// CSV files that we write: [Cells] is all of it.
@NullMarked
package latchkey.csv;

import org.jspecify.annotations.NullMarked;
