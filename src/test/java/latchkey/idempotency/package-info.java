@NullMarked
package latchkey.idempotency;

import org.jspecify.annotations.NullMarked;
