@NullMarked
package latchkey.gate;

import org.jspecify.annotations.NullMarked;
