@NullMarked
package latchkey.forms;

import org.jspecify.annotations.NullMarked;
