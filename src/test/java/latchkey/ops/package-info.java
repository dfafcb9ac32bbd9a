/// Tests of what the operator sees.
@NullMarked
package latchkey.ops;

import org.jspecify.annotations.NullMarked;
