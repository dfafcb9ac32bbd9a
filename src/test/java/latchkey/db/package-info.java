@NullMarked
package latchkey.db;

import org.jspecify.annotations.NullMarked;
