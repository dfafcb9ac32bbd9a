@NullMarked
package latchkey;

import org.jspecify.annotations.NullMarked;
