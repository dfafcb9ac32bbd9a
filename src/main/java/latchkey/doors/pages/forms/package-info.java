/// An agent's forms: the list, one form with what was submitted to it, and where one is written.
@NullMarked
package latchkey.doors.pages.forms;

import org.jspecify.annotations.NullMarked;
