@NullMarked
package latchkey.crm;

import org.jspecify.annotations.NullMarked;
