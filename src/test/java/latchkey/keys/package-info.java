@NullMarked
package latchkey.keys;

import org.jspecify.annotations.NullMarked;
