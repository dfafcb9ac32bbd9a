@NullMarked
package latchkey.crypto;

import org.jspecify.annotations.NullMarked;
