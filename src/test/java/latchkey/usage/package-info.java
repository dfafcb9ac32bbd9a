@NullMarked
package latchkey.usage;

import org.jspecify.annotations.NullMarked;
