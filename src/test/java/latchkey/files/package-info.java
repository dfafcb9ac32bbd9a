@NullMarked
package latchkey.files;

import org.jspecify.annotations.NullMarked;
