/// For operators of the installation: which organizations there are and what they have booked, and
/// who the operators are. Nothing that an organization holds is shown here.
@NullMarked
package latchkey.doors.pages.operator;

import org.jspecify.annotations.NullMarked;
