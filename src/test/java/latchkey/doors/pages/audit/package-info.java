@NullMarked
package latchkey.doors.pages.audit;

import org.jspecify.annotations.NullMarked;
