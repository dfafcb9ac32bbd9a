/// Signing in and out, the first owner, invitations; and what people do about themselves.
@NullMarked
package latchkey.doors.pages.people;

import org.jspecify.annotations.NullMarked;
