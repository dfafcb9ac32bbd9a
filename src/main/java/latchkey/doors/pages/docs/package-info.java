/// What the doors' OpenAPI files say, to read and to try.
@NullMarked
package latchkey.doors.pages.docs;

import org.jspecify.annotations.NullMarked;
