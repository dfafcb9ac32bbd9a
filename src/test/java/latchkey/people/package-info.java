@NullMarked
package latchkey.people;

import org.jspecify.annotations.NullMarked;
