/// The organization's settings.
@NullMarked
package latchkey.doors.pages.settings;

import org.jspecify.annotations.NullMarked;
