@NullMarked
package latchkey.advice;

import org.jspecify.annotations.NullMarked;
