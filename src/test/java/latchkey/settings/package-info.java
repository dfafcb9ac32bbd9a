@NullMarked
package latchkey.settings;

import org.jspecify.annotations.NullMarked;
