/// The wiring: [Main] reads the command line, and each command builds what it needs by hand.
@NullMarked
package latchkey;

import org.jspecify.annotations.NullMarked;
