/// What was used: of the organization, and the parts of other pages that draw such numbers.
///
/// [Activity] first: what was asked in a [Span], as a [Chart] and in sums.
@NullMarked
package latchkey.doors.pages.usage;

import org.jspecify.annotations.NullMarked;
