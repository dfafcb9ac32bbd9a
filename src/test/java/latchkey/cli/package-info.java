@NullMarked
package latchkey.cli;

import org.jspecify.annotations.NullMarked;
