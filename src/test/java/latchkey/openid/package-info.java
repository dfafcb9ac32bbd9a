@NullMarked
package latchkey.openid;

import org.jspecify.annotations.NullMarked;
