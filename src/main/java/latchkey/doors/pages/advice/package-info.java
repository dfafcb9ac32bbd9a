/// What should be changed about keys: what was found, what a change would have refused, and the
/// change itself.
@NullMarked
package latchkey.doors.pages.advice;

import org.jspecify.annotations.NullMarked;
