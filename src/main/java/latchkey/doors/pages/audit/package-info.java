/// The audit log: the list, one entry with what it changed, files of it, and what proves it.
@NullMarked
package latchkey.doors.pages.audit;

import org.jspecify.annotations.NullMarked;
