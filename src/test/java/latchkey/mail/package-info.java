@NullMarked
package latchkey.mail;

import org.jspecify.annotations.NullMarked;
