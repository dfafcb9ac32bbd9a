/// A key's own page, and how its secret is replaced.
@NullMarked
package latchkey.doors.pages.key;

import org.jspecify.annotations.NullMarked;
