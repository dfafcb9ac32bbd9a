/// Why something was refused, and what would be decided.
@NullMarked
package latchkey.doors.pages.explain;

import org.jspecify.annotations.NullMarked;
